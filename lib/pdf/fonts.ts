import "server-only";
import { readFileSync } from "node:fs";
import { create } from "fontkit";

// Condensed, because it is as wide as Helvetica, so that lines break where they did. The paths are relative to the project root, the
// working directory of every process.
const files = {
  regular: "node_modules/dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf",
  bold: "node_modules/dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf",
} as const;

export type Font = { readonly file: Buffer; readonly has: (codePoint: number) => boolean };

let loaded: Readonly<Record<keyof typeof files, Font>> | null = null;

/** Read once, with the first file that is drawn. */
export function fonts(): Readonly<Record<keyof typeof files, Font>> {
  loaded ??= { regular: loadFont(files.regular), bold: loadFont(files.bold) };
  return loaded;
}

function loadFont(name: string): Font {
  const file = readFileSync(name);
  const font = create(file);
  if (!("characterSet" in font)) throw new Error(`${name} is a collection of fonts.`);
  const codePoints = new Set(font.characterSet);
  return { file, has: (codePoint) => codePoints.has(codePoint) };
}
