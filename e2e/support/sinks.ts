import { readdirSync, readFileSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { sqlPool } from "@/lib/db/client";
import { orderStripe } from "./sandbox";
import { dataFolder, logFile } from "./product";

/** A place where content could be left, by name. */
export type Sink = { readonly name: string; readonly content: string | Buffer };

/** Every row of every table as text, byte columns as hexadecimal digits; one sink per table. */
export async function tableSinks(): Promise<readonly Sink[]> {
  const { rows: tables } = await sqlPool().query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const sinks: Sink[] = [];
  for (const { name } of tables) {
    const { rows } = await sqlPool().query<{ line: string }>(`select t::text as line from ${name} t`);
    sinks.push({ name: `table ${name}`, content: rows.map(({ line }) => line).join("\n") });
  }
  const { rows } = await sqlPool().query<{ line: string }>("select query as line from pg_stat_activity");
  return [...sinks, { name: "statements of the database", content: rows.map(({ line }) => line).join("\n") }];
}

/**
 * Files that were written since then: output of the product, everything in its data folder (the database's own files,
 * the inbox and the simulators included), and temporary files.
 */
export function* fileSinks(since: Date): Generator<Sink> {
  yield { name: "output of the product", content: readFileSync(logFile()) };
  const files = [...filesBelow(dataFolder(), Infinity), ...filesBelow(os.tmpdir(), 2)];
  for (const file of files) {
    const content = readChanged(file, since);
    if (content) yield { name: path.relative(process.cwd(), file), content };
  }
}

/** What the Stripe simulator was sent, as text with and without URL encoding. */
export async function stripeSinks(): Promise<readonly Sink[]> {
  const { data } = (await orderStripe("received")) as { data: { path: string; encoded: string }[] };
  const text = data.map(({ path: at, encoded }) => `${at} ${encoded}`).join("\n");
  const decoded = data.map(({ encoded }) => [...new URLSearchParams(encoded)].flat().join(" ")).join("\n");
  return [{ name: "requests to Stripe", content: `${text}\n${decoded}` }];
}

function filesBelow(folder: string, depth: number): string[] {
  const entries = safely(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  return entries.flatMap((entry) => {
    const file = path.join(folder, entry.name);
    // The browser of the test is searched through its pages.
    if (entry.isDirectory())
      return depth > 1 && !/playwright/.test(entry.name) ? filesBelow(file, depth - 1) : [];
    return entry.isFile() ? [file] : [];
  });
}

const bytesMax = 100_000_000;

function readChanged(file: string, since: Date): Buffer | null {
  const stat = safely(() => statSync(file));
  if (!stat || stat.mtime < since || stat.size > bytesMax) return null;
  return safely(() => readFileSync(file));
}

/** Temporary files may disappear, or belong to someone else. */
function safely<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}
