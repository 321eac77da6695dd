import "server-only";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { Readable } from "node:stream";
import type { PoolClient } from "pg";
import { ZipFile } from "yazl";
import { product } from "@/lib/config/product";
import { type Dataset, csvHeader, csvRow, jsonRow, type Row } from "../rules/dataset";
import { datasets } from "../rules/datasets";
import { readableField } from "../rules/datasets/content";
import {
  type ArchivedFile,
  csvPath,
  jsonPath,
  makeInventory,
  readmeText,
  schemaPath,
  schemaText,
} from "../rules/inventory";
import { readRows, type Subject } from "./read-dataset";

export type ArchiveFacts = {
  readonly archiveId: string;
  readonly subject: Subject;
  readonly asOf: Date;
  /** Called with the number of rows written since the last call. Throws to stop. */
  readonly onRows: (count: number) => Promise<void>;
};

/**
 * Makes the ZIP file of an archive from the snapshot of `client`'s transaction, file by file as it is read: a reader that
 * is slow makes the database wait, and nothing is held in memory but the rows at hand. Once it has ended, also when the
 * reader stops early, no statement of it follows: the connection may serve someone else then.
 */
export async function* writeArchive(client: PoolClient, facts: ArchiveFacts): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const stopping = new AbortController();
  const writing = addFiles(zip, client, facts, stopping.signal).then(
    () => zip.end(),
    (error: unknown) => void output.destroy(asError(error)),
  );
  try {
    yield* output as AsyncIterable<Uint8Array>;
  } finally {
    stopping.abort();
    output.destroy();
    await writing;
  }
}

async function addFiles(
  zip: ZipFile,
  client: PoolClient,
  facts: ArchiveFacts,
  signal: AbortSignal,
): Promise<void> {
  const { asOf, subject, onRows, archiveId } = facts;
  const files = new Map<string, ArchivedFile>();
  const add = async (path: string, lines: AsyncIterable<Lines>) => {
    files.set(path, await addFile(zip, path, { mtime: asOf, lines, signal }));
  };
  zip.addBuffer(Buffer.from(readmeText(product.name, asOf)), "README.txt", { mtime: asOf });
  for (const dataset of datasets) {
    const rows = () => counted(readRows(client, dataset, subject), onRows);
    await add(jsonPath(dataset), jsonLines(dataset, rows()));
    await add(csvPath(dataset), csvLines(dataset, rows()));
    zip.addBuffer(Buffer.from(schemaText(dataset)), schemaPath(dataset), { mtime: asOf });
  }
  const inventory = makeInventory({ archiveId, userId: subject.userId, asOf }, files);
  zip.addBuffer(Buffer.from(`${JSON.stringify(inventory, null, 2)}\n`), "inventory.json", { mtime: asOf });
}

/** Text of a file, and the rows that it has. */
type Lines = { readonly text: string; readonly rows: readonly Row[] };

async function addFile(
  zip: ZipFile,
  path: string,
  { mtime, lines, signal }: { mtime: Date; lines: AsyncIterable<Lines>; signal: AbortSignal },
): Promise<ArchivedFile> {
  signal.throwIfAborted();
  const hash = createHash("sha256");
  let rows = 0;
  let unreadable = 0;
  let bytes = 0;
  const source = Readable.from(
    (async function* () {
      for await (const part of lines) {
        const chunk = Buffer.from(part.text);
        hash.update(chunk);
        rows += part.rows.length;
        for (const row of part.rows) if (row[readableField] === false) unreadable += 1;
        bytes += chunk.length;
        yield chunk;
      }
    })(),
    { objectMode: false, signal },
  );
  zip.addReadStream(source, path, { mtime });
  // Rejects with the error of the source, which has closed its cursor by then.
  await once(source, "end");
  return { path, rows, unreadable, bytes, sha256: hash.digest("hex") };
}

async function* counted(
  batches: AsyncIterable<readonly Row[]>,
  onRows: (count: number) => Promise<void>,
): AsyncGenerator<readonly Row[]> {
  for await (const batch of batches) {
    yield batch;
    await onRows(batch.length);
  }
}

async function* jsonLines(
  { fields }: Dataset,
  batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<Lines> {
  yield { text: "[", rows: [] };
  let separator = "\n";
  for await (const batch of batches) {
    yield { text: separator + batch.map((row) => jsonRow(fields, row)).join(",\n"), rows: batch };
    separator = ",\n";
  }
  yield { text: "\n]\n", rows: [] };
}

async function* csvLines({ fields }: Dataset, batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Lines> {
  yield { text: csvHeader(fields), rows: [] };
  for await (const batch of batches) {
    yield { text: batch.map((row) => csvRow(fields, row)).join(""), rows: batch };
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error("an archive failed without an error");
}
