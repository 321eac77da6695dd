import "server-only";
import PDFDocument from "pdfkit";
import { fonts } from "./fonts";

export type Paper = "A4" | "LETTER";

/** A document that is filled from top to bottom. Positions are in points. */
export type Sheet = {
  readonly doc: PDFKit.PDFDocument;
  readonly width: number;
  /** Where the next thing is drawn. */
  y: number;
};

const margin = 54;
const footerHeight = 36;
const ink = "#1d1c19";
const muted = "#6b6862";
const line = "#cfccc4";

export type TextStyle = {
  readonly size?: number;
  readonly bold?: boolean;
  readonly muted?: boolean;
  readonly align?: "left" | "right";
};

export function openSheet(paper: Paper, title: string, author: string): Sheet {
  const doc = new PDFDocument({
    size: paper,
    // Everything has its place from this file; pdfkit's own margins would break pages too.
    margin: 0,
    bufferPages: true,
    lang: "en-US",
    displayTitle: true,
    info: { Title: title, Author: author, Producer: author, Creator: author },
  });
  const { regular, bold } = fonts();
  doc.registerFont("regular", regular.file).registerFont("bold", bold.file);
  return { doc, width: doc.page.width - 2 * margin, y: margin };
}

/** Draws text at the current height without moving down; returns its height. */
export function drawText(
  sheet: Sheet,
  text: string,
  box: { readonly x: number; readonly width: number },
  style: TextStyle = {},
): number {
  const { doc, y } = sheet;
  setStyle(doc, style);
  const options = { width: box.width, align: style.align ?? "left" };
  const height = doc.heightOfString(text, options);
  doc.text(text, margin + box.x, y, options);
  return height;
}

export function heightOf(sheet: Sheet, text: string, width: number, style: TextStyle = {}): number {
  setStyle(sheet.doc, style);
  return sheet.doc.heightOfString(text, { width });
}

export function drawRule(sheet: Sheet, weight: "thin" | "strong" | "double" = "thin"): void {
  const { doc, y, width } = sheet;
  doc.lineWidth(weight === "thin" ? 0.5 : 0.75).strokeColor(weight === "thin" ? line : ink);
  doc
    .moveTo(margin, y)
    .lineTo(margin + width, y)
    .stroke();
  if (weight !== "double") return;
  doc
    .moveTo(margin, y + 2)
    .lineTo(margin + width, y + 2)
    .stroke();
}

/** Draws a small square, and moves nothing. `y` is a height on the page. */
export function drawSwatch(
  { doc }: Sheet,
  color: string,
  { x, y }: { readonly x: number; readonly y: number },
): void {
  doc
    .rect(margin + x, y, 7, 7)
    .fillColor(color)
    .fill();
}

/** The left edge of what is drawn, in points from the left of the page. */
export function leftOf(x: number): number {
  return margin + x;
}

/** Draws a word in a frame, and moves nothing. */
export function drawTag(sheet: Sheet, text: string, x: number): void {
  const { doc, y } = sheet;
  setStyle(doc, { size: 9, bold: true });
  const width = doc.widthOfString(text) + 12;
  doc
    .roundedRect(margin + x - width, y - 3, width, 16, 3)
    .lineWidth(0.75)
    .strokeColor(ink)
    .stroke();
  doc.text(text, margin + x - width + 6, y + 1, { lineBreak: false });
}

/** Begins a new page if less than `height` is left on this one; true if it did. */
export function makeRoom(sheet: Sheet, height: number): boolean {
  const { doc } = sheet;
  if (sheet.y + height <= doc.page.height - margin - footerHeight) return false;
  doc.addPage();
  sheet.y = margin;
  return true;
}

/** Draws the line at the bottom of every page and the perforation at its left edge, and returns the file. */
export async function closeSheet(sheet: Sheet, footer: string): Promise<Uint8Array<ArrayBuffer>> {
  const { doc, width } = sheet;
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    drawPerforation(doc);
    sheet.y = doc.page.height - margin;
    const half = width / 2;
    drawText(sheet, footer, { x: 0, width: half + 100 }, { size: 8, muted: true });
    const number = `Page ${page + 1} of ${count}`;
    drawText(sheet, number, { x: half + 100, width: half - 100 }, { size: 8, muted: true, align: "right" });
  }
  const parts: Uint8Array[] = [];
  const whole = new Promise<void>((resolve, reject) => {
    doc.on("data", (part: Uint8Array) => parts.push(part));
    doc.on("end", resolve);
    doc.on("error", reject);
  });
  doc.end();
  await whole;
  return new Uint8Array(Buffer.concat(parts));
}

function drawPerforation(doc: PDFKit.PDFDocument): void {
  for (let y = 18; y < doc.page.height - 12; y += 10) doc.circle(24, y, 1.6);
  doc.fillColor(line).fill();
}

function setStyle(
  doc: PDFKit.PDFDocument,
  { size = 9, bold = false, muted: isMuted = false }: TextStyle,
): void {
  doc
    .font(bold ? "bold" : "regular")
    .fontSize(size)
    .fillColor(isMuted ? muted : ink);
}
