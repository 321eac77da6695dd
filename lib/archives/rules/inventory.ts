import { type Dataset, jsonSchema } from "./dataset";
import { datasets, leftOutTables } from "./datasets";

export type ArchivedFile = {
  readonly path: string;
  readonly rows: number;
  /** Rows of which the content could not be decrypted. They are in the file without it. */
  readonly unreadable: number;
  readonly bytes: number;
  /** Of its bytes, in hexadecimal. */
  readonly sha256: string;
};

export type Inventory = {
  readonly format: "counterfoil-archive-1";
  readonly archive_id: string;
  readonly user_id: string;
  /** The moment that everything in it is from. */
  readonly as_of: string;
  readonly datasets: readonly {
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly rows: number;
    /** Rows of which the content could not be decrypted; the rest of each is there. */
    readonly unreadable: number;
    readonly json: ArchivedFile;
    readonly csv: ArchivedFile;
    readonly schema: string;
    readonly left_out: readonly { readonly column: string; readonly reason: string }[];
  }[];
  readonly left_out: readonly { readonly table: string; readonly reason: string }[];
};

export function jsonPath({ name }: Dataset): string {
  return `data/${name}.json`;
}

export function csvPath({ name }: Dataset): string {
  return `data/${name}.csv`;
}

export function schemaPath({ name }: Dataset): string {
  return `schemas/${name}.schema.json`;
}

/** The list of everything in an archive, with checksums, and of what is left out. */
export function makeInventory(
  facts: { readonly archiveId: string; readonly userId: string; readonly asOf: Date },
  files: ReadonlyMap<string, ArchivedFile>,
): Inventory {
  return {
    format: "counterfoil-archive-1",
    archive_id: facts.archiveId,
    user_id: facts.userId,
    as_of: facts.asOf.toISOString(),
    datasets: datasets.map((dataset) => {
      const { name, title, description, leftOut = {} } = dataset;
      const json = fileAt(files, jsonPath(dataset));
      return {
        name,
        title,
        description,
        rows: json.rows,
        unreadable: json.unreadable,
        json,
        csv: fileAt(files, csvPath(dataset)),
        schema: schemaPath(dataset),
        left_out: Object.entries(leftOut).map(([column, reason]) => ({ column, reason })),
      };
    }),
    left_out: Object.entries(leftOutTables).map(([table, reason]) => ({ table, reason })),
  };
}

function fileAt(files: ReadonlyMap<string, ArchivedFile>, path: string): ArchivedFile {
  const file = files.get(path);
  if (!file) throw new Error(`the archive has no ${path}`);
  return file;
}

export function schemaText(dataset: Dataset): string {
  return `${JSON.stringify(jsonSchema(dataset), null, 2)}\n`;
}

/** The first thing to read in an archive. */
export function readmeText(product: string, asOf: Date): string {
  const list = datasets.map(({ name, title, description }) => `${name}: ${title}. ${description}`);
  return [
    `Everything that ${product} stores about your account, as of ${asOf.toISOString()}.`,
    "",
    "data/       each table as JSON and as CSV, with the same rows",
    "schemas/    what each field means, as JSON Schema",
    "inventory.json    all files with their numbers of rows and checksums, and what is left out and why",
    "",
    "Times are in UTC. Amounts are in US dollars, exact, as text. In CSV, text that a spreadsheet could run as a formula",
    "starts with an apostrophe.",
    "",
    "Teams: what you did in a team is here. What belongs to the team is not.",
    "",
    ...list,
    "",
  ].join("\n");
}
