import "server-only";
import { LRUCache } from "lru-cache";
import type { Pool } from "pg";
import { isTimeZone } from "@/lib/activity/rules/buckets";

/** Zones change rarely; a few seconds of the old one move nothing but the day that a request at midnight is counted in. */
const zones = new LRUCache<string, string>({ max: 20_000, ttl: 5_000 });

/** Reporting zones of the workspaces, UTC for one that this runtime does not know. */
export async function reportingZones(
  client: Pick<Pool, "query">,
  workspaceIds: ReadonlySet<string>,
): Promise<(workspaceId: string) => string> {
  const known = new Map<string, string>();
  const missing: string[] = [];
  for (const id of workspaceIds) {
    const zone = zones.get(id);
    if (zone === undefined) missing.push(id);
    else known.set(id, zone);
  }
  if (missing.length > 0) {
    const { rows } = await client.query<{ id: string; time_zone: string }>(
      "select id, time_zone from workspaces where id = any($1::uuid[])",
      [missing],
    );
    for (const row of rows) {
      const zone = isTimeZone(row.time_zone) ? row.time_zone : "UTC";
      zones.set(row.id, zone);
      known.set(row.id, zone);
    }
  }
  return (workspaceId) => known.get(workspaceId) ?? "UTC";
}
