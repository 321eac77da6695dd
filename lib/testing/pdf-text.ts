import { inflateSync } from "node:zlib";

/**
 * The text of a PDF file with the built-in fonts, for a test that looks for figures in it. Its streams are compressed, and
 * each line of text is a list of hexadecimal pieces with the spaces between them.
 */
export function pdfText(file: Uint8Array): string {
  const source = Buffer.from(file).toString("latin1");
  const streams = [...source.matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, body = ""]) =>
    inflated(body),
  );
  return streams
    .join("\n")
    .replace(/\[([^\]]*)\] TJ/g, (_, pieces: string) =>
      [...pieces.matchAll(/<([0-9a-f]*)>/g)]
        .map(([, hex = ""]) => Buffer.from(hex, "hex").toString("latin1"))
        .join(""),
    );
}

function inflated(body: string): string {
  try {
    return inflateSync(Buffer.from(body, "latin1")).toString("latin1");
  } catch {
    return "";
  }
}
