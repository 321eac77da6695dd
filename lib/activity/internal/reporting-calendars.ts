import "server-only";
import type { PoolClient } from "pg";
import { type Calendar, oneZone, type ZonePeriod } from "../rules/reporting-calendar";
import { isTimeZone } from "../rules/zone-days";

/** A row of `reporting_zones`; `since` is a date, or text when it came as JSON. */
export type StoredPeriod = { readonly zone: string; readonly since: Date | string };

/** Builds a calendar from stored periods, oldest first. A zone that this runtime does not know counts as UTC. */
export function calendarFrom(stored: readonly StoredPeriod[]): Calendar {
  const [first, ...later] = stored.map(({ zone, since }): ZonePeriod => ({
    zone: isTimeZone(zone) ? zone : "UTC",
    since: new Date(since),
  }));
  return first ? [first, ...later] : oneZone("UTC");
}

/**
 * How workspaces count their days. The fold reads this under its lock, which a change of zone takes too: everything
 * that is folded was recorded before any change that has not been read yet.
 */
export async function reportingCalendars(
  client: PoolClient,
  workspaceIds: ReadonlySet<string>,
): Promise<(workspaceId: string) => Calendar> {
  const { rows } = await client.query<StoredPeriod & { id: string }>(
    "select workspace_id as id, zone, since from reporting_zones where workspace_id = any($1::uuid[]) order by since",
    [[...workspaceIds]],
  );
  const periods = new Map<string, StoredPeriod[]>();
  for (const row of rows) {
    const known = periods.get(row.id);
    if (known) known.push(row);
    else periods.set(row.id, [row]);
  }
  const calendars = new Map([...periods].map(([id, list]) => [id, calendarFrom(list)]));
  const fallback = oneZone("UTC");
  return (workspaceId) => calendars.get(workspaceId) ?? fallback;
}
