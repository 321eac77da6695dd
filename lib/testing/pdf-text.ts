import { inflateSync } from "node:zlib";

/**
 * The text of a PDF file as a reader copies and searches it, for a test that looks for figures in it. Streams are compressed;
 * each line of text is a list of glyphs in hexadecimal pieces, and each font says which characters its glyphs stand for.
 */
export function pdfText(file: Uint8Array): string {
  const source = Buffer.from(file).toString("latin1");
  const objects = new Map(
    [...source.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj$/gm)].map(([, id = "", body = ""]) => [id, body]),
  );
  const fonts = new Map(
    [...source.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = "", id = ""]) => {
      const [, cmap = ""] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? "") ?? [];
      return [name, charactersOf(streamOf(objects.get(cmap) ?? ""))];
    }),
  );
  let font: readonly string[] = [];
  return [...objects.values()]
    .map(streamOf)
    .filter((stream) => stream.includes(" TJ"))
    .join("\n")
    .replace(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g, (_, name: string | undefined, pieces = "") => {
      if (name !== undefined) font = fonts.get(name) ?? [];
      return name === undefined ? textOf(String(pieces), font) : "";
    });
}

function textOf(pieces: string, font: readonly string[]): string {
  const glyphs = [...pieces.matchAll(/<([0-9a-f]*)>/g)].flatMap(([, hex = ""]) => hex.match(/.{4}/g) ?? []);
  return glyphs.map((glyph) => font[parseInt(glyph, 16)] ?? "\ufffd").join("");
}

/** The characters of each glyph, in the order of the glyphs. */
function charactersOf(cmap: string): readonly string[] {
  return [...cmap.matchAll(/\[((?:<[0-9a-f ]*>\s*)+)\]/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex = ""]) =>
      Buffer.from(hex.replaceAll(" ", ""), "hex").swap16().toString("utf16le"),
    ),
  );
}

function streamOf(object: string): string {
  const [, body = ""] = /stream\n([\s\S]*)\nendstream/.exec(object) ?? [];
  try {
    return inflateSync(Buffer.from(body, "latin1")).toString("latin1");
  } catch {
    return "";
  }
}
