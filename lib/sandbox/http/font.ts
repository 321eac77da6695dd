import { existsSync, readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";

export const fontPath = "/fonts/geist-sans.woff2";

/** Where the product keeps its typeface, seen from its folder. */
const file = "app/fonts/geist-sans.woff2";

/** The rule that names the product's typeface; without the file, pages use the system's. */
export const fontFace = existsSync(file)
  ? `@font-face { font-family:Geist; src:url("${fontPath}") format("woff2"); font-weight:100 900; font-display:swap }`
  : "";

export function sendFont(response: ServerResponse): void {
  if (!fontFace) return void response.writeHead(404).end();
  const font = readFileSync(file);
  response.writeHead(200, {
    "content-type": "font/woff2",
    "content-length": font.byteLength,
    "cache-control": "public, max-age=86400",
    "x-content-type-options": "nosniff",
  });
  response.end(font);
}
