import "server-only";
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";

/** A sorted list of leaked passwords on disk, of any size. */
export type PasswordFile = {
  readonly kind: "hashes" | "passwords";
  readonly bytes: number;
  /** True when the list contains one of these. */
  hasAny(passwords: readonly string[]): Promise<boolean>;
  /** A sentence about invalid lines, from samples across the file; null when there are none. */
  findProblem(): Promise<string | null>;
  close(): Promise<void>;
};

const lineBytesMax = 1_024;
// A window contains the end of one line and the whole of the next.
const windowBytes = 2 * lineBytesMax + 2;
const scannedBytes = 8_192;
const sampledLines = 500;
const newline = 0x0a;
const hashLine = /^[0-9A-Fa-f]{40}(:\d+)?$/;
const ntlmLine = /^[0-9A-Fa-f]{32}(:\d+)?$/;

/**
 * Opens a list and reads its first line to find out its format: SHA-1 hashes in hex with or without ":count", as "Have
 * I Been Pwned" publishes them, or plain passwords. Either must be sorted by bytes. The file is never read as a whole:
 * a search takes about forty reads of two kilobytes.
 */
export async function openPasswordFile(file: string): Promise<PasswordFile> {
  const handle = await open(file, "r");
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new Error("is not a file");
    const first = (await lineAt(handle, 0, stat.size))?.text;
    if (first === undefined) throw new Error("is empty");
    if (ntlmLine.test(first)) throw new Error("contains NTLM hashes; use the list of SHA-1 hashes");
    return new SortedLines(handle, stat.size, hashLine.test(first) ? "hashes" : "passwords");
  } catch (error) {
    await handle.close();
    throw error;
  }
}

type Line = { readonly text: string; readonly start: number; readonly end: number };

class SortedLines implements PasswordFile {
  constructor(
    private readonly handle: FileHandle,
    readonly bytes: number,
    readonly kind: "hashes" | "passwords",
  ) {}

  async hasAny(passwords: readonly string[]): Promise<boolean> {
    for (const password of passwords) {
      if (await this.#has(this.#keyOf(password))) return true;
    }
    return false;
  }

  async findProblem(): Promise<string | null> {
    let before: Buffer | null = null;
    for (let sample = 0; sample < sampledLines; sample += 1) {
      const line = await this.#lineAfter(Math.floor((this.bytes / sampledLines) * sample));
      if (!line) continue;
      if (this.kind === "hashes" && !hashLine.test(line.text))
        return `has a line at byte ${line.start} that is not a SHA-1 hash`;
      const key = this.#lineKey(line.text);
      if (before && Buffer.compare(before, key) > 0)
        return `is not sorted (byte ${line.start}); sort it with: LC_ALL=C sort`;
      before = key;
    }
    return null;
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  /** The wanted line starts in [low, high). The range is halved until it can be read in one piece. */
  async #has(key: Buffer): Promise<boolean> {
    let [low, high] = [0, this.bytes];
    while (high - low > scannedBytes) {
      const middle = Math.floor((low + high) / 2);
      const line = await this.#lineAfter(middle);
      if (!line || line.start >= high) {
        high = middle + 1;
        continue;
      }
      const order = Buffer.compare(this.#lineKey(line.text), key);
      if (order === 0) return true;
      if (order < 0) low = line.start;
      else high = middle + 1;
    }
    const block = await read(this.handle, low, high - low + lineBytesMax);
    return block
      .toString("latin1")
      .split("\n")
      .some((text) => this.#lineKey(withoutReturn(text)).equals(key));
  }

  /** The first line that starts after an offset; for offset zero, the first line. */
  async #lineAfter(offset: number): Promise<Line | null> {
    return lineAt(this.handle, offset, this.bytes);
  }

  #keyOf(password: string): Buffer {
    if (this.kind === "passwords") return Buffer.from(password);
    return Buffer.from(createHash("sha1").update(password).digest("hex").toUpperCase());
  }

  /** Lines are read as bytes, so that invalid UTF-8 keeps its place in the order. */
  #lineKey(text: string): Buffer {
    return this.kind === "hashes"
      ? Buffer.from(text.slice(0, 40).toUpperCase())
      : Buffer.from(text, "latin1");
  }
}

async function lineAt(handle: FileHandle, offset: number, size: number): Promise<Line | null> {
  const block = await read(handle, offset, windowBytes);
  const begin = offset === 0 ? 0 : block.indexOf(newline) + 1;
  const isInside = offset === 0 || begin > 0;
  if (!isInside && offset + block.length < size)
    throw new Error(`has a line of more than ${lineBytesMax} bytes at byte ${offset}`);
  if (!isInside || begin >= block.length) return null;
  const found = block.indexOf(newline, begin);
  if (found < 0 && offset + block.length < size)
    throw new Error(`has a line of more than ${lineBytesMax} bytes at byte ${offset + begin}`);
  const end = found < 0 ? block.length : found;
  const text = withoutReturn(block.toString("latin1", begin, end));
  return { text, start: offset + begin, end: offset + end };
}

function withoutReturn(text: string): string {
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
