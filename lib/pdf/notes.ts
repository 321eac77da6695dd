import "server-only";
import { printableText } from "./printable-text";
import { drawText, heightOf, makeRoom, type Sheet, type TextStyle } from "./sheet";

const noteStyle: TextStyle = { size: 8, muted: true };

/** Draws sentences in small type, one below the other. */
export function drawNotes(sheet: Sheet, notes: readonly string[]): void {
  for (const note of notes) {
    const text = printableText(note);
    makeRoom(sheet, heightOf(sheet, text, sheet.width, noteStyle) + 2);
    sheet.y += drawText(sheet, text, { x: 0, width: sheet.width }, noteStyle) + 2;
  }
}

/** The sentence about letters that cannot be printed; none when all texts can be. */
export function fontNotes(texts: readonly string[]): readonly string[] {
  return texts.every((text) => printableText(text) === text.normalize("NFC"))
    ? []
    : [
        "Characters that this file's font lacks are simplified or shown as question marks. The CSV has them unchanged.",
      ];
}

/** A text of at most `lengthMax` characters. */
export function shortened(text: string, lengthMax: number): string {
  return text.length > lengthMax ? `${text.slice(0, lengthMax - 1)}…` : text;
}
