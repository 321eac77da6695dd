import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Group } from "../rules/usage-choice";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The values that are ids of rows, each once: a value may come from an address. */
export function idsAmong(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values)].filter((value): value is string => value !== null && uuid.test(value));
}

/** Names of keys (deleted ones too) and apps by their ids; values of the other dimensions are already names. */
export async function valueNames(
  workspaceId: string,
  group: Group,
  values: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const ids = idsAmong(values);
  if (ids.length === 0 || (group !== "key" && group !== "app")) return new Map();
  const { rows } = await sqlPool().query<{ id: string; name: string }>(
    group === "key" ? keyNames : appNames,
    [workspaceId, ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const keyNames = `
  SELECT id, name || CASE WHEN deleted_at IS NULL THEN '' ELSE ' (deleted)' END AS name
    FROM api_keys WHERE workspace_id = $1 AND id = ANY ($2::uuid[])`;
const appNames = `
  SELECT id, CASE WHEN title = '' THEN regexp_replace(url, '^https?://', '') ELSE title END AS name
    FROM apps WHERE workspace_id = $1 AND id = ANY ($2::uuid[])`;
