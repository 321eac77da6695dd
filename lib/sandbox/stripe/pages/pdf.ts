/** A piece of text on a page. */
export type PdfText = {
  /** Points from the left edge; of the text's end when it is aligned right. */
  readonly x: number;
  /** Points from the top edge to the base line. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly isBold?: boolean;
  readonly isRight?: boolean;
};

const width = 595;
const height = 842;

/** A document of plain text in Helvetica, on pages of 210 by 297 millimeters. Letters outside of Latin-1 become question marks. */
export function pdfOf(title: string, pages: readonly (readonly PdfText[])[]): Buffer {
  const firstPage = 6;
  const ids = pages.map((_, index) => firstPage + index * 2);
  const font = (name: string) =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${ids.map((id) => `${id} 0 R`).join(" ")}] /Count ${pages.length} >>`,
    font("Helvetica"),
    font("Helvetica-Bold"),
    `<< /Title ${literal(title)} >>`,
    ...pages.flatMap((texts, index) => {
      const content = texts.map(drawn).join("\n");
      const contents = (ids[index] ?? 0) + 1;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${contents} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  return withOffsets(objects);
}

/** The objects with the table that says where each of them begins. All text is Latin-1: a character is a byte. */
function withOffsets(objects: readonly string[]): Buffer {
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const count = objects.length + 1;
  const start = text.length;
  text += `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}

function drawn({ x, y, text, size, isBold, isRight }: PdfText): string {
  const left = isRight ? x - widthOf(text, size) : x;
  return `BT /${isBold ? "F2" : "F1"} ${size} Tf ${left.toFixed(2)} ${height - y} Td ${literal(text)} Tj ET`;
}

function literal(text: string): string {
  const known = text.replace(/[^\u0020-\u007e\u00a0-\u00ff]/g, "?");
  return `(${known.replace(/[\\()]/g, (sign) => `\\${sign}`)})`;
}

/** Helvetica's widths of what amounts consist of, in thousandths of the size. */
const widths: Readonly<Record<string, number>> = { ".": 278, ",": 278, " ": 278, "-": 333 };

/** Exact for amounts; other text is only ever aligned left. */
function widthOf(text: string, size: number): number {
  return ([...text].reduce((sum, sign) => sum + (widths[sign] ?? 556), 0) * size) / 1_000;
}
