import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import type { z } from "zod";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import {
  type BackupEnd,
  type BackupHeader,
  type BackupTable,
  endOfRows,
  endSchema,
  headerSchema,
  rowsSchema,
  tableSchema,
} from "../rules/backup-format";

export type BackupReader = {
  header?(header: BackupHeader): Promise<void>;
  /** Must consume all rows and return their number. When absent, rows are checked and dropped. */
  table?(table: BackupTable, rows: AsyncIterable<Buffer>): Promise<number>;
};

/**
 * Reads a backup from its first byte to its last and compares everything with its checksums. Throws an `OperatorProblem`
 * when it is cut off, damaged or not a backup, possibly after the reader has consumed rows.
 */
export async function readBackup(
  file: string,
  reader: BackupReader = {},
): Promise<{ readonly header: BackupHeader; readonly end: BackupEnd }> {
  const source = new Source(file);
  try {
    const header = parsed(await source.line(), headerSchema);
    await reader.header?.(header);
    let total = 0;
    for (let tables = 0; ; tables += 1) {
      const line = await source.line();
      if (!line.includes('"table":')) {
        const end = parsed(line, endSchema);
        const fits = end.tables === tables && end.rows === total && end.sha256 === source.linesBeforeLast;
        if (!fits || (await source.hasMore())) throw damaged();
        return { header, end };
      }
      total += await readTable(source, parsed(line, tableSchema), reader);
    }
  } catch (error) {
    throw problemOf(error, file);
  } finally {
    source.close();
  }
}

async function readTable(source: Source, table: BackupTable, reader: BackupReader): Promise<number> {
  const seen = { rows: 0, hash: createHash("sha256") };
  const rows = source.rows(seen);
  const taken = await reader.table?.(table, rows);
  // The rows that the reader did not consume, or all rows when there is none.
  for await (const _ of rows);
  const said = parsed(await source.line(), rowsSchema);
  const isWhole = said.rows === seen.rows && said.sha256 === seen.hash.digest("hex");
  if (!isWhole || (taken !== undefined && taken !== said.rows)) throw damaged();
  return seen.rows;
}

const newline = 10;
const lineBytesMax = 16_000_000;

/** The bytes of the file, split into lines of JSON and the rows of a table. */
class Source {
  /** The hash of all lines before the last one that was read. */
  linesBeforeLast = "";
  readonly #file;
  readonly #chunks: AsyncIterator<Buffer>;
  #pending: Buffer = Buffer.alloc(0);
  readonly #lines = createHash("sha256");

  constructor(file: string) {
    this.#file = createReadStream(file);
    const gunzip = createGunzip();
    this.#file.on("error", (error) => gunzip.destroy(error));
    const chunks: AsyncIterable<Buffer> = this.#file.pipe(gunzip);
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    for (let from = 0; ;) {
      const end = this.#pending.indexOf(newline, from);
      if (end >= 0) {
        const line = this.#take(end + 1);
        this.linesBeforeLast = this.#lines.copy().digest("hex");
        this.#lines.update(line);
        return line.toString("utf8");
      }
      from = this.#pending.length;
      if (from > lineBytesMax || !(await this.#more())) throw damaged();
    }
  }

  async *rows(seen: { rows: number; readonly hash: ReturnType<typeof createHash> }): AsyncGenerator<Buffer> {
    const hand = (rows: Buffer) => {
      seen.hash.update(rows);
      for (let at = rows.indexOf(newline); at >= 0; at = rows.indexOf(newline, at + 1)) seen.rows += 1;
      return rows;
    };
    while (this.#pending.length < endOfRows.length) if (!(await this.#more())) throw damaged();
    if (this.#pending.subarray(0, endOfRows.length).equals(Buffer.from(endOfRows))) {
      this.#take(endOfRows.length);
      return;
    }
    const mark = Buffer.from(`\n${endOfRows}`);
    for (;;) {
      const at = this.#pending.indexOf(mark);
      if (at >= 0) {
        yield hand(this.#take(at + 1));
        this.#take(endOfRows.length);
        return;
      }
      const sure = this.#pending.length - mark.length + 1;
      if (sure > 0) yield hand(this.#take(sure));
      if (!(await this.#more())) throw damaged();
    }
  }

  async hasMore(): Promise<boolean> {
    return this.#pending.length > 0 || (await this.#more());
  }

  close(): void {
    this.#file.destroy();
    void this.#chunks.return?.();
  }

  #take(bytes: number): Buffer {
    const taken = this.#pending.subarray(0, bytes);
    this.#pending = this.#pending.subarray(bytes);
    return taken;
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done) return false;
    this.#pending = this.#pending.length === 0 ? value : Buffer.concat([this.#pending, value]);
    return true;
  }
}

function parsed<Schema extends z.ZodType>(line: string, schema: Schema): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    throw damaged();
  }
}

function damaged(): OperatorProblem {
  return new OperatorProblem("is cut off or damaged, or not a backup in this format");
}

/** The message starts with the name of the file. */
function problemOf(error: unknown, file: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return new OperatorProblem(`There is no file ${file}.`);
  const isOurs = error instanceof OperatorProblem && error.message === damaged().message;
  if (isOurs || code.startsWith("Z_")) return new OperatorProblem(`${file} ${damaged().message}.`);
  return error;
}
