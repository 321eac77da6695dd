import { z } from "zod";

/** The format of a backup, as lib/backup/README.md describes it. */

/** Tables of short-lived rows: a restored session or link could be one that was ended or used. */
export const leftOut: ReadonlySet<string> = new Set([
  "_prisma_migrations",
  "sessions",
  "email_tokens",
  "outbox_mails",
  "rate_limits",
]);

/** The line after the last row of a table; COPY writes no row like it. */
export const endOfRows = "\\.\n";

export const formatName = "counterfoil backup";
export const formatVersion = 1;

/** Names become part of SQL statements, so nothing else is accepted. */
const name = z.string().regex(/^[a-z0-9_]{1,63}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const headerSchema = z.strictObject({
  format: z.literal(formatName),
  version: z.literal(formatVersion),
  /** Time of the snapshot, by the database's clock. */
  takenAt: z.iso.datetime(),
  /** The applied migrations, oldest first. */
  migrations: z.array(z.strictObject({ name, checksum: hash })),
  /** Partitions of `generations` that contained rows. */
  partitions: z.array(name),
});
export const tableSchema = z.strictObject({ table: name, columns: z.array(name).min(1) });
/** Follows the rows of a table: their number and the SHA-256 of their bytes. */
export const rowsSchema = z.strictObject({ rows: z.int().min(0), sha256: hash });
/** The last line. The SHA-256 covers all other JSON lines, line ends included. */
export const endSchema = z.strictObject({ tables: z.int(), rows: z.int(), sha256: hash });

export type BackupHeader = z.infer<typeof headerSchema>;
export type BackupTable = z.infer<typeof tableSchema>;
export type BackupEnd = z.infer<typeof endSchema>;

export type AppliedMigration = BackupHeader["migrations"][number];

/** The difference between two lists of migrations, as a sentence; null when they are the same. */
export function migrationsDiffer(
  backup: readonly AppliedMigration[],
  here: readonly AppliedMigration[],
): string | null {
  const known = new Map(here.map(({ name, checksum }) => [name, checksum]));
  const saved = new Set(backup.map(({ name }) => name));
  const foreign = backup.find(({ name }) => !known.has(name));
  if (foreign) return `the backup has migration ${foreign.name}, which this version does not have`;
  const edited = backup.find(({ name, checksum }) => known.get(name) !== checksum);
  if (edited) return `migration ${edited.name} differs here`;
  const newer = here.find(({ name }) => !saved.has(name));
  return newer ? `this version has migration ${newer.name}, which the backup does not have` : null;
}

/** Orders tables so that each comes after those that its foreign keys reference. Throws on a cycle. */
export function inOrderOfKeys(
  tables: readonly string[],
  references: readonly { readonly from: string; readonly to: string }[],
): readonly string[] {
  const ordered: string[] = [];
  const waiting = new Set([...tables].sort());
  while (waiting.size > 0) {
    const free = [...waiting].filter((table) =>
      references.every(({ from, to }) => from !== table || to === table || !waiting.has(to)),
    );
    if (free.length === 0) throw new Error(`the foreign keys of ${[...waiting].join(", ")} form a cycle`);
    for (const table of free) {
      ordered.push(table);
      waiting.delete(table);
    }
  }
  return ordered;
}
