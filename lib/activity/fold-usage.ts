import "server-only";
import type { PoolClient } from "pg";
import { errorFacts, log } from "@/lib/config/log";
import { takeNamedSqlLock } from "@/lib/db/advisory-lock";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { addDiscounts } from "./internal/add-discounts";
import { addSums } from "./internal/add-sums";
import { reportingCalendars } from "./internal/reporting-calendars";
import { rollUp, type UsageDelta } from "./rules/roll-up";

/** Rows per transaction: a few hundredths of a second, so that a reader who waits for it does not notice. */
const rowsMax = 5_000;

let running: Promise<void> | null = null;
let next: Promise<void> | null = null;

/**
 * Folds recorded usage into the roll-ups. One row per settled request becomes a few sums per workspace, day and
 * quarter-hour, which costs the database a fraction of updating the sums with each request. Resolves when they include
 * everything committed before the call. Any number of processes may call it concurrently.
 */
export function foldUsage(): Promise<void> {
  if (!running) {
    running = foldAll().finally(() => (running = null));
    return running;
  }
  // The running fold may have begun before the rows that the caller needs; one more fold serves all waiting callers.
  next ??= running
    .catch(() => undefined)
    .then(() => {
      next = null;
      return foldUsage();
    });
  return next;
}

/** Folds before roll-ups are read. When that fails they are read as they are: a second old instead of not at all. */
export async function refreshUsage(): Promise<void> {
  await foldUsage().catch((error: unknown) => {
    log().warn({ event: "usage_not_folded", ...errorFacts(error) });
  });
}

async function foldAll(): Promise<void> {
  let folded = rowsMax;
  while (folded === rowsMax) {
    const { rows } = await sqlPool().query<{ waiting: boolean }>(
      "select exists (select from usage_deltas) as waiting",
    );
    if (!rows[0]?.waiting) return;
    folded = await sqlTransaction(foldSome);
  }
}

/** Returns the number of folded rows. */
async function foldSome(client: PoolClient): Promise<number> {
  // One fold at a time over all processes, and not before the running one has committed: a caller that finds no rows
  // left then reads complete sums.
  await takeNamedSqlLock(client, "fold usage");
  const { rows } = await client.query<DeltaRow>(takeStatement, [rowsMax]);
  if (rows.length === 0) return 0;
  const deltas = rows.map(deltaOf);
  const calendarOf = await reportingCalendars(client, new Set(deltas.map(({ workspaceId }) => workspaceId)));
  const sums = rollUp(deltas, calendarOf);
  await addSums(client, sums);
  await addDiscounts(
    client,
    rows.map((row) => ({
      workspaceId: row.workspace_id,
      savedNanos: -row.discount_nanos,
      since: row.quarter_hour,
    })),
  );
  return deltas.reduce((total, { requests }) => total + requests, 0);
}

type DeltaRow = {
  readonly workspace_id: string;
  readonly key_id: string;
  readonly model: string;
  readonly provider: string;
  readonly app_id: string | null;
  readonly end_user: string | null;
  readonly quarter_hour: Date;
  readonly requests: number;
  readonly errors: number;
  readonly prompt_tokens: bigint;
  readonly completion_tokens: bigint;
  readonly reasoning_tokens: bigint;
  readonly cached_tokens: bigint;
  readonly cost_nanos: bigint;
  readonly discount_nanos: bigint;
  readonly latencies: number[] | null;
  readonly first_tokens: (number | null)[] | null;
  readonly measured_tokens: number[] | null;
};

const takeStatement = `
  with taken as (
    delete from usage_deltas where ctid = any (array(select ctid from usage_deltas limit $1)) returning *
  )
  select workspace_id, key_id, model, provider, app_id, end_user, quarter_hour,
    count(*)::int as requests, count(*) filter (where is_error)::int as errors,
    sum(prompt_tokens)::bigint as prompt_tokens, sum(completion_tokens)::bigint as completion_tokens,
    sum(reasoning_tokens)::bigint as reasoning_tokens, sum(cached_tokens)::bigint as cached_tokens,
    sum(cost_nanos)::bigint as cost_nanos, sum(discount_nanos)::bigint as discount_nanos,
    array_agg(latency_ms) filter (where is_measured) as latencies,
    array_agg(first_token_ms) filter (where is_measured) as first_tokens,
    array_agg(completion_tokens) filter (where is_measured) as measured_tokens
  from taken group by 1, 2, 3, 4, 5, 6, 7`;

function deltaOf(row: DeltaRow): UsageDelta {
  const firstTokens = row.first_tokens ?? [];
  const measuredTokens = row.measured_tokens ?? [];
  return {
    workspaceId: row.workspace_id,
    keyId: row.key_id,
    model: row.model,
    provider: row.provider,
    appId: row.app_id,
    endUser: row.end_user,
    quarterHourStartMs: row.quarter_hour.getTime(),
    requests: row.requests,
    errors: row.errors,
    promptTokens: Number(row.prompt_tokens),
    completionTokens: Number(row.completion_tokens),
    reasoningTokens: Number(row.reasoning_tokens),
    cachedTokens: Number(row.cached_tokens),
    costNanos: row.cost_nanos,
    measured: (row.latencies ?? []).map((latencyMs, index) => ({
      latencyMs,
      firstTokenMs: firstTokens[index] ?? null,
      completionTokens: measuredTokens[index] ?? 0,
    })),
  };
}
