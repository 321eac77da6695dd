import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { FeedCursor } from "../rules/activity-filters";
import type { GenerationRow } from "../rules/generation-fields";
import {
  type GenerationFilter,
  generationConditions,
  generationParameters,
  type IdWindow,
} from "./generation-filter";
import { generationColumns, generationNames, toGeneration } from "./generation-row";

/**
 * Reads up to `limit` rows from windows of ids, in the order of `side`: "older" newest first, "newer" oldest first.
 * Keyset over the primary key (workspace_id, id): a page costs the same at any depth, and rows that arrive in the
 * meantime do not shift pages.
 */
export async function feedRows(
  filter: GenerationFilter,
  windows: readonly IdWindow[],
  side: FeedCursor["side"],
  limit: number,
): Promise<GenerationRow[]> {
  const found: GenerationRow[] = [];
  for (const window of side === "older" ? windows : windows.toReversed()) {
    if (found.length >= limit) break;
    const { rows } = await sqlPool().query<Omit<GenerationRow, "wireId">>(
      side === "older" ? newestFirst : oldestFirst,
      [...generationParameters(filter, window), limit - found.length],
    );
    found.push(...rows.map(toGeneration));
  }
  return found;
}

const page = (order: "ASC" | "DESC") => `
  SELECT ${generationColumns}
    FROM (SELECT g.* FROM generations g WHERE ${generationConditions} ORDER BY g.id ${order} LIMIT $12) g
    ${generationNames}
   ORDER BY g.id ${order}`;
const newestFirst = page("DESC");
const oldestFirst = page("ASC");
