import "server-only";
import type { PoolClient } from "pg";
import { openLines, type SealedLine } from "@/lib/audit/open-lines";
import { countContents, exportContents } from "@/lib/privacy/export-contents";
import type { Dataset, Row } from "../rules/dataset";
import { settingsHistoryName } from "../rules/datasets/workspace";
import { storedContentName } from "../rules/datasets/content";

/** Whose archive it is: the person, the workspace that is theirs alone, and the teams that they are or were in. */
export type Subject = {
  readonly userId: string;
  readonly own: readonly string[];
  readonly teams: readonly string[];
};

export async function readSubject(client: PoolClient, userId: string): Promise<Subject> {
  const { rows } = await client.query<{ id: string; own: boolean }>(
    `select w.id, w.personal_user_id is not distinct from $1::uuid as own
       from members m join workspaces w on w.id = m.workspace_id where m.user_id = $1::uuid order by w.id`,
    [userId],
  );
  const ids = (isOwn: boolean) => rows.filter(({ own }) => own === isOwn).map(({ id }) => id);
  return { userId, own: ids(true), teams: ids(false) };
}

export async function countRows(client: PoolClient, dataset: Dataset, subject: Subject): Promise<number> {
  if (dataset.name === storedContentName) {
    const counts = await Promise.all(subject.own.map(countContents));
    return counts.reduce((sum, count) => sum + count, 0);
  }
  const { rows } = await client.query<{ count: bigint }>(
    `select count(*) as count ${limited(dataset.from)}`,
    parameters(subject),
  );
  return Number(rows[0]?.count ?? 0n);
}

/** More rows make more garbage than is collected in time: a thousand took 60 MB more. */
const batchRows = 200;

/**
 * The rows of a dataset, two hundred at a time, through a cursor of the caller's transaction: both formats are made from
 * one snapshot, and memory does not grow with the number of rows. Only one may be read at a time.
 */
export async function* readRows(
  client: PoolClient,
  dataset: Dataset,
  subject: Subject,
): AsyncGenerator<readonly Row[]> {
  if (dataset.name === storedContentName) return yield* readContents(subject);
  const also = Object.entries(dataset.alsoRead ?? {}).map(([name, sql]) => ({ name, sql }));
  const columns = [...dataset.fields, ...also].map(({ sql, name }) => `${sql} as "${name}"`).join(", ");
  await client.query(
    `declare archive_rows no scroll cursor for
     select ${columns} ${limited(dataset.from)} order by ${dataset.orderBy}`,
    parameters(subject),
  );
  try {
    for (;;) {
      const { rows } = await client.query<Row>(`fetch ${batchRows} from archive_rows`);
      if (rows.length > 0) yield dataset.name === settingsHistoryName ? await withTexts(rows) : rows;
      if (rows.length < batchRows) return;
    }
  } finally {
    await client.query("close archive_rows");
  }
}

/** Changes with the texts that people wrote, which are encrypted with a key of each workspace. */
async function withTexts(rows: readonly Row[]): Promise<readonly Row[]> {
  const workspaces = [...new Set(rows.map((row) => String(row["workspace_id"])))];
  const opened = await Promise.all(
    workspaces.map((workspaceId) =>
      openLines(workspaceId, rows.filter((row) => row["workspace_id"] === workspaceId).map(asLine)),
    ),
  );
  const values = new Map(opened.flat().map((line) => [line.id, line]));
  return rows.map((row) => ({ ...row, ...values.get(String(row["event_id"])) }));
}

function asLine(row: Row): SealedLine {
  const sealed = row["sealed"] as Uint8Array | null;
  return { id: String(row["event_id"]), before: row["before"], after: row["after"], sealed };
}

async function* readContents({ own }: Subject): AsyncGenerator<readonly Row[]> {
  for (const workspaceId of own) {
    for await (const { generationId, createdAt, content } of exportContents(workspaceId)) {
      yield [
        {
          workspace_id: workspaceId,
          generation_id: generationId,
          created_at: createdAt,
          is_readable: content !== null,
          input: content?.input,
          choices: content?.choices,
          is_cut: content?.isCut,
        },
      ];
    }
  }
}

/** Every statement gets the same three parameters; one that it does not use needs a type. */
function limited(from: string): string {
  return `${from} and $1::uuid is not null and $2::uuid[] is not null and $3::uuid[] is not null`;
}

function parameters({ userId, own, teams }: Subject): unknown[] {
  return [userId, own, teams];
}
