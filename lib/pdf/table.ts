import "server-only";
import { drawRule, drawSwatch, drawText, heightOf, makeRoom, type Sheet, type TextStyle } from "./sheet";

export type TableColumn = {
  readonly header: string;
  /** Share of the table's width. */
  readonly share: number;
  readonly align?: "left" | "right";
};

export type TableRow = {
  readonly cells: readonly string[];
  /** A second, smaller line below the first cell that has one. */
  readonly note?: { readonly column: number; readonly text: string };
  readonly bold?: boolean;
  /** A color, drawn as a small square before the first cell: the row's series in a chart. */
  readonly swatch?: string;
  /** The rule above the row. */
  readonly rule?: "thin" | "strong" | "double";
};

const padding = 4;
const gap = 10;
const swatchWidth = 12;
const noteStyle: TextStyle = { size: 8, muted: true };

/** Draws a table with its heading; both the heading and the column heads are repeated where it continues on a new page. */
export function drawTable(
  sheet: Sheet,
  heading: string,
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
): void {
  const hasSwatches = rows.some(({ swatch }) => swatch !== undefined);
  const boxes = boxesOf(sheet, columns, hasSwatches ? swatchWidth : 0);
  makeRoom(sheet, 90);
  drawHead(sheet, heading, columns, boxes);
  for (const row of rows) {
    const height = heightOfRow(sheet, row, boxes);
    if (makeRoom(sheet, height)) drawHead(sheet, `${heading}, continued`, columns, boxes);
    drawRow(sheet, row, columns, boxes);
    sheet.y += height;
  }
  sheet.y += 18;
}

type Box = { readonly x: number; readonly width: number };

function boxesOf(sheet: Sheet, columns: readonly TableColumn[], indent: number): readonly Box[] {
  let x = 0;
  return columns.map(({ share }, index) => {
    const width = share * sheet.width;
    const inset = index === 0 ? indent : 0;
    const box = { x: x + inset, width: width - inset - (index === columns.length - 1 ? 0 : gap) };
    x += width;
    return box;
  });
}

function drawHead(
  sheet: Sheet,
  heading: string,
  columns: readonly TableColumn[],
  boxes: readonly Box[],
): void {
  sheet.y += drawText(sheet, heading, { x: 0, width: sheet.width }, { size: 11, bold: true }) + 6;
  for (const [index, { header, align = "left" }] of columns.entries()) {
    const box = boxes[index];
    if (box) drawText(sheet, header, box, { size: 8, muted: true, align });
  }
  sheet.y += 12;
  drawRule(sheet);
}

function heightOfRow(sheet: Sheet, { cells, note, bold = false }: TableRow, boxes: readonly Box[]): number {
  const heights = cells.map((text, index) => {
    const width = boxes[index]?.width ?? 0;
    const own = heightOf(sheet, text, width, { bold });
    return note?.column === index ? own + heightOf(sheet, note.text, width, noteStyle) + 1 : own;
  });
  return Math.max(...heights) + 2 * padding;
}

function drawRow(
  sheet: Sheet,
  { cells, note, bold = false, swatch, rule = "thin" }: TableRow,
  columns: readonly TableColumn[],
  boxes: readonly Box[],
): void {
  const top = sheet.y;
  drawRule(sheet, rule);
  if (swatch) drawSwatch(sheet, swatch, { x: 0, y: top + padding + 2 });
  for (const [index, text] of cells.entries()) {
    const box = boxes[index];
    if (!box) continue;
    sheet.y = top + padding + 1;
    const height = drawText(sheet, text, box, { bold, align: columns[index]?.align ?? "left" });
    if (note?.column !== index) continue;
    sheet.y += height + 1;
    drawText(sheet, note.text, box, noteStyle);
  }
  sheet.y = top;
}
