import { createHash } from "node:crypto";
import { expect } from "vitest";

/** The lines of an exported file and the facts of its last line, whose checksum is compared with the file's. */
export async function linesOf(parts: AsyncIterable<string>) {
  let text = "";
  for await (const part of parts) text += part;
  const start = text.lastIndexOf("\n", text.length - 2) + 1;
  const [body, last] = [text.slice(0, start), text.slice(start)];
  expect(last).toMatch(/^(?:end,|\{"end":true,)/);
  expect(last).toContain(createHash("sha256").update(body).digest("hex"));
  return { lines: body === "" ? [] : body.trimEnd().split(/\r?\n/), last, bytes: Buffer.byteLength(text) };
}
