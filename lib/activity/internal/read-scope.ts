import "server-only";
import { sqlPool } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { msPerDay } from "@/lib/kernel/clock";
import type { Calendar } from "../rules/reporting-calendar";
import { calendarFrom, type StoredPeriod } from "./reporting-calendars";

/** What an actor may read of its workspace, and how that workspace counts days. */
export type ReadScope = {
  readonly workspaceId: string;
  readonly reportingZone: string;
  readonly calendar: Calendar;
  /**
   * Rows older than this are never shown, whether or not they have been removed yet: they are past the retention, or an
   * earlier, shorter one has removed them.
   */
  readonly retentionFloor: Date;
  /** Null for admins and owners, who see every key's activity; a member sees only that of its own keys. */
  readonly ownKeyIds: readonly string[] | null;
};

const retentionDays: Readonly<Record<string, number>> = { none: 0, d30: 30, d90: 90 };

type ScopeRow = {
  readonly retention: string | null;
  readonly removedBefore: Date | null;
  readonly periods: readonly StoredPeriod[];
  readonly keys: string[] | null;
};

export async function readScope(actor: Actor, now: Date): Promise<ReadScope> {
  const { rows } = await sqlPool().query<ScopeRow>(
    `SELECT p.retention::text AS retention, p.removed_before AS "removedBefore",
            ARRAY(SELECT json_build_object('zone', z.zone, 'since', z.since) FROM reporting_zones z
                   WHERE z.workspace_id = $1 ORDER BY z.since) AS periods,
            CASE WHEN $3 THEN NULL
                 ELSE ARRAY(SELECT k.id::text FROM api_keys k WHERE k.workspace_id = $1 AND k.creator_user_id = $2)
            END AS keys
       FROM workspaces w LEFT JOIN privacy_settings p ON p.workspace_id = w.id
      WHERE w.id = $1`,
    [actor.workspaceId, actor.userId, isAdmin(actor)],
  );
  const row = rows[0];
  const calendar = calendarFrom(row?.periods ?? []);
  return {
    workspaceId: actor.workspaceId,
    reportingZone: (calendar.at(-1) ?? calendar[0]).zone,
    calendar,
    retentionFloor: floorOf(row, now),
    // A workspace that does not exist has no keys, so that nothing is shown.
    ownKeyIds: row ? row.keys : [],
  };
}

function floorOf(row: ScopeRow | undefined, now: Date): Date {
  const kept = now.getTime() - (retentionDays[row?.retention ?? "d30"] ?? 30) * msPerDay;
  return new Date(Math.max(kept, row?.removedBefore?.getTime() ?? kept));
}
