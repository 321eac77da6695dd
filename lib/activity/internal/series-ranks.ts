import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Group } from "../rules/usage-choice";

/**
 * The rank of each value, which decides its color. Values that a chart shows for the first time get the next ranks, in
 * the given order. End users get none: their names are not stored apart from their requests.
 */
export async function seriesRanks(
  workspaceId: string,
  group: Group,
  values: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (group === "user" || values.length === 0) return new Map();
  const known = await readRanks(workspaceId, group, values);
  const unknown = values.filter((value) => !known.has(value));
  if (unknown.length === 0) return known;
  await sqlPool().query(assign, [workspaceId, group, unknown]);
  return readRanks(workspaceId, group, values);
}

async function readRanks(
  workspaceId: string,
  group: Group,
  values: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sqlPool().query<{ value: string; rank: number }>(
    "SELECT value, rank FROM series_ranks WHERE workspace_id = $1 AND dimension = $2 AND value = ANY ($3::text[])",
    [workspaceId, group, values],
  );
  return new Map(rows.map(({ value, rank }) => [value, rank]));
}

// Two readers at once may give the same rank to two values. The chart then gives one of them another color.
const assign = `
  INSERT INTO series_ranks (workspace_id, dimension, value, rank)
  SELECT $1, $2, listed.value,
         (SELECT coalesce(max(r.rank), -1) FROM series_ranks r WHERE r.workspace_id = $1 AND r.dimension = $2) + listed.place
    FROM unnest($3::text[]) WITH ORDINALITY AS listed (value, place)
  ON CONFLICT DO NOTHING`;
