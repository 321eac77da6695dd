import "server-only";
import { create } from "qrcode";

/** The dark squares of a QR code as the path of an SVG, one unit each. `size` is the number of squares per side. */
export type QrPath = { readonly size: number; readonly path: string };

/** Drawn here and not in the browser, so that no page loads code for it. */
export function qrPath(text: string): QrPath {
  const { size, data } = create(text, { errorCorrectionLevel: "M" }).modules;
  const runs: string[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (!data[row * size + column]) continue;
      const start = column;
      while (column + 1 < size && data[row * size + column + 1]) column += 1;
      runs.push(`M${start} ${row}h${column - start + 1}v1h-${column - start + 1}z`);
    }
  }
  return { size, path: runs.join("") };
}
