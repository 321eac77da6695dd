import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import {
  generationConditions,
  generationFilter,
  generationParameters,
  idWindow,
} from "./internal/generation-filter";
import { readScope } from "./internal/read-scope";
import type { ActivityFilters } from "./rules/activity-filters";
import type { ExportCount } from "./rules/export-size";
import { requestSpan, resolveRange } from "./rules/resolve-range";

/** Reading so many rows takes a few hundredths of a second, whatever the filters are. */
const rowsMax = 50_000;

/**
 * How many requests that match the filters are stored: what an export contains when the sums of the chart begin before
 * requests are kept. Of more than `max` rows only the newest are read; the export then contains at least as many as are counted.
 */
export async function countStored(
  actor: Actor,
  filters: ActivityFilters,
  { clock = systemClock, max = rowsMax }: { readonly clock?: typeof systemClock; readonly max?: number } = {},
): Promise<ExportCount> {
  const now = clock();
  const scope = await readScope(actor, now);
  const span = requestSpan(filters, resolveRange(filters, scope.calendar, now), now);
  const window = idWindow(span.from, span.to, scope.retentionFloor);
  if (!window) return { requests: 0n, isMore: false };
  const { rows } = await sqlPool().query<{ requests: bigint; read: bigint }>(statement, [
    ...generationParameters(generationFilter(scope, filters), window),
    max,
  ]);
  const { requests, read } = rows[0] ?? { requests: 0n, read: 0n };
  return { requests, isMore: read > BigInt(max) };
}

/** One row more than are counted shows that there are more. */
const statement = `
  SELECT count(*) FILTER (WHERE g.place <= $12 AND ${generationConditions}) AS requests, count(*) AS read
    FROM (SELECT g.*, row_number() OVER (ORDER BY g.id DESC) AS place FROM generations g
           WHERE g.workspace_id = $1 AND g.id >= $2::uuid AND g.id < $3::uuid
           ORDER BY g.id DESC LIMIT $12::int + 1) g`;
