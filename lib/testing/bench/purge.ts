import pg from "pg";
import { dropExpiredPartitions } from "@/lib/activity/partitions/drop-expired-partitions";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { msPerDay } from "@/lib/kernel/clock";
import { createWorkspace } from "@/lib/testing/factories";
import type { Bench } from "./bench";

const workspaceCount = 20;
const historyDays = 31;
const insertSize = 250_000;

/**
 * What the retention of 30 days removes: the oldest day of a history of 31 days, whose rows are in a partition with rows
 * that stay, and a week that is wholly past, with as many rows as that day. Each workspace's receipt is compared with a
 * count of its own.
 */
export const purgeBench: Bench = {
  name: "purge",
  run: async ({ ownerUrl, rows, say }) => {
    const perDay = Math.ceil(rows / historyDays);
    const now = Date.now();
    const cutoff = now - 30 * msPerDay;
    const weekStart = cutoff - 16 * msPerDay;
    const [from, to] = [new Date(weekStart), new Date(now)];
    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    try {
      await ensurePartitions({ from, to });
      const workspaces = await Promise.all(Array.from({ length: workspaceCount }, () => createWorkspace()));
      const ids = workspaces.map(({ workspaceId }) => workspaceId);
      say(
        `writing ${(perDay * (historyDays + 1)).toLocaleString("en-US")} rows of ${workspaceCount} workspaces`,
      );
      await insertRows(owner, { ids, count: perDay, fromMs: weekStart, toMs: weekStart + msPerDay });
      await insertRows(owner, { ids, count: perDay * historyDays, fromMs: cutoff - msPerDay, toMs: now });
      const before = await countRows(owner);
      const expected = await countRows(owner, "where created_at < $1", [new Date(cutoff)]);
      say("reading one day, for the comparison");
      const readMs = await timeOf(() =>
        owner.query("select count(*), sum(cost_nanos) from generations where created_at < $1", [
          new Date(cutoff),
        ]),
      );
      say(`removing ${sumOf(expected).toLocaleString("en-US")} expired rows`);
      const runs: { readonly ms: number; readonly rows: number }[] = [];
      for (;;) {
        let removed = 0;
        // The cutoff stays the same, or rows that expire meanwhile would be removed too.
        const ms = await timeOf(
          async () => void (removed = (await dropExpiredPartitions(new Date(now))).rows),
        );
        runs.push({ ms, rows: removed });
        if (removed === 0) break;
      }
      await requireTrueReceipts(owner, { before, expected });
      const ms = runs.reduce((total, run) => total + run.ms, 0);
      return [
        { what: "rows of the table", figure: sumOf(before), unit: "rows" },
        { what: "expired rows removed, with a receipt per workspace", figure: sumOf(expected), unit: "rows" },
        { what: "time until all are removed", figure: ms / 1_000, unit: "s" },
        { what: "relative to reading them once", figure: ms / 1_000, unit: "s", ratio: ms / readMs },
        { what: "a run that finds nothing", figure: runs.at(-1)?.ms ?? Number.NaN, unit: "ms" },
      ];
    } finally {
      await owner.end();
    }
  },
};

type Rows = {
  readonly ids: readonly string[];
  readonly count: number;
  readonly fromMs: number;
  readonly toMs: number;
};

/** In the order of time, as requests arrive, evenly over the span and the workspaces. */
async function insertRows(owner: pg.Client, { ids, count, fromMs, toMs }: Rows): Promise<void> {
  for (let first = 0; first < count; first += insertSize) {
    await owner.query(
      `insert into generations (workspace_id, id, retention, created_at, key_id, model, provider, endpoint, status,
         streamed, attempts, prompt_tokens, completion_tokens, reasoning_tokens, cached_tokens, latency_ms, cost_nanos,
         prompt_nanos, cached_nanos, completion_nanos, reasoning_nanos, request_nanos, image_nanos, discount_nanos,
         price_list_id)
       select ($1::uuid[])[1 + i % $2],
              (substr(lpad(to_hex(ms), 12, '0'), 1, 12) || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid,
              'd30', to_timestamp(ms / 1000.0), '00000000-0000-7000-8000-000000000000', 'bench/model', 'bench', 'bench',
              200, true, 1, 900, 300, 0, 0, 800, 1000000, 600000, 0, 400000, 0, 0, 0, 0, 'bench'
         from generate_series($3::bigint, $4::bigint) i,
              lateral (select ($5::bigint + (i * ($6::bigint - $5::bigint)) / $7::bigint) as ms) at`,
      [ids, ids.length, first, Math.min(count, first + insertSize) - 1, fromMs, toMs, count],
    );
  }
  await owner.query("analyze generations");
}

async function countRows(owner: pg.Client, where = "", values: unknown[] = []): Promise<Map<string, number>> {
  const { rows } = await owner.query<{ id: string; count: string }>(
    `select workspace_id as id, count(*) as count from generations ${where} group by workspace_id`,
    values,
  );
  return new Map(rows.map(({ id, count }) => [id, Number(count)]));
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

type Counts = {
  readonly before: ReadonlyMap<string, number>;
  readonly expected: ReadonlyMap<string, number>;
};

/** A fast purge that removes something else, or reports another number, is not a valid result. */
async function requireTrueReceipts(owner: pg.Client, { before, expected }: Counts): Promise<void> {
  const after = await countRows(owner);
  const { rows } = await owner.query<{ id: string; rows: string }>(
    "select workspace_id as id, sum(rows) as rows from purge_receipts where subject = 'generations_expired' group by workspace_id",
  );
  const receipts = new Map(rows.map((receipt) => [receipt.id, Number(receipt.rows)]));
  for (const [id, count] of before) {
    const gone = expected.get(id) ?? 0;
    if (count - (after.get(id) ?? 0) !== gone)
      throw new Error(`${gone} rows of ${id} should have been removed`);
    if (receipts.get(id) !== gone) throw new Error(`the receipt of ${id} should say ${gone}`);
  }
}
