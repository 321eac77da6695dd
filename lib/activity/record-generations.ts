import "server-only";
import type { PoolClient } from "pg";
import type { PreparedStatement } from "@/lib/db/run-prepared";
import { columnArrays } from "./internal/bulk-insert";
import { recordedColumns } from "./internal/recorded-columns";
import type { RecordedGeneration } from "./rules/generation-fields";

/**
 * Records metered requests in the caller's transaction: their rows (none for retention "none"), and their usage, which
 * `foldUsage` adds to the roll-ups. Where no row is kept, no end user's name is kept either. Does not check for earlier
 * records: each request is recorded once because its hold ends once. Throws when a row has no partition
 * (`isMissingPartition`); then call `ensurePartitions` and retry in another transaction.
 */
export async function recordGenerations(
  client: PoolClient,
  generations: readonly RecordedGeneration[],
): Promise<void> {
  if (generations.length === 0) return;
  const { text: statement, values } = recordStatement(generations);
  await client.query(statement, values);
}

/**
 * Like `recordGenerations`, as a statement for callers that send it along with others. Needs at least one generation.
 * `transferIdOf` replaces the generation's `transferId`: the debit is made in the same transaction, and copying each
 * row to set the field would cost more than all else here.
 */
export function recordStatement(
  generations: readonly RecordedGeneration[],
  transferIdOf?: (generation: RecordedGeneration) => string | null,
): PreparedStatement {
  const values = columnArrays({ keys: recordedColumns }, generations);
  if (transferIdOf) values[transferIdColumn] = generations.map(transferIdOf);
  return { name: "record_generations", text, values };
}

const transferIdColumn = recordedColumns.findIndex(({ name }) => name === "transfer_id");

const names = recordedColumns.map(({ name }) => name).join(", ");
const arrays = recordedColumns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(", ");
const text = `
  with asked as materialized (
    select * from unnest(${arrays}) as asked (${names})
  ), kept as (
    insert into generations (${names}) select ${names} from asked where retention is not null
  )
  insert into usage_deltas (workspace_id, key_id, model, provider, app_id, end_user, quarter_hour, is_error, is_measured,
    prompt_tokens, completion_tokens, reasoning_tokens, cached_tokens, cost_nanos, latency_ms, first_token_ms,
    discount_nanos)
  select workspace_id, key_id, model, provider, app_id, case when retention is not null then end_user end,
    date_bin('15 minutes', created_at, timestamptz '2000-01-01 00:00:00Z'), status >= 400, status < 400 and not cancelled,
    prompt_tokens, completion_tokens, reasoning_tokens, cached_tokens, cost_nanos, latency_ms, first_token_ms,
    discount_nanos
  from asked`;
