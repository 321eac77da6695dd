import "server-only";
import { listDailyUsage } from "@/lib/activity/list-daily-usage";
import { db, sqlPool } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { present } from "@/lib/kernel/assert";
import { msPerDay } from "@/lib/kernel/clock";
import { type PrivacySettings } from "@/lib/kernel/privacy-settings";
import { getPrivacySettings } from "./get-privacy-settings";
import { type ContentCount, countStoredContent } from "./internal/count-content";
import { bounded, type BoundedCount, countMax } from "./rules/bounded-count";
import { retentionDays } from "./rules/privacy-settings";

/** Figures of the data that a workspace currently keeps: the summary at the top of the privacy page. */
export type DataSummary = {
  /** Whose data is counted: the workspace's for owners and admins, a member's own for a member. */
  readonly of: "workspace" | "member";
  readonly settings: PrivacySettings;
  readonly logPromptsSince: Date | null;
  readonly retentionPending: boolean;
  readonly generations: BoundedCount & { readonly oldest: Date | null };
  /** When the rows were counted, by the database's clock. */
  readonly countedAt: Date;
  /** How many request rows each shorter retention would remove. */
  readonly removedBy: { readonly none: BoundedCount; readonly d30: BoundedCount };
  readonly promptLogs: ContentCount;
};

/**
 * The figures that the actor may see. A member's requests are counted in the sums of its own keys, by whole UTC days;
 * stored content is for owners and admins alone, so a member gets no count of it.
 */
export async function summarizeData(actor: Actor): Promise<DataSummary> {
  const { workspaceId } = actor;
  const [settings, mark] = await Promise.all([
    getPrivacySettings(workspaceId),
    db().privacySettings.findUnique({
      where: { workspaceId },
      select: { logPromptsSince: true, retentionPending: true, removedBefore: true },
    }),
  ]);
  const days = retentionDays[settings.retention];
  const [generations, logs] = isAdmin(actor)
    ? await Promise.all([countGenerations(workspaceId, days), countStoredContent(workspaceId)])
    : [await countOwn(actor, days, mark?.removedBefore ?? null), nothing];
  return {
    of: isAdmin(actor) ? "workspace" : "member",
    settings,
    logPromptsSince: mark?.logPromptsSince ?? null,
    retentionPending: mark?.retentionPending ?? false,
    generations: { ...bounded(generations.total), oldest: generations.oldest },
    countedAt: generations.countedAt,
    // Only who may choose a shorter retention is told what it would remove.
    removedBy: isAdmin(actor)
      ? { none: bounded(generations.total), d30: bounded(generations.past30) }
      : { none: bounded(0), d30: bounded(0) },
    promptLogs: logs,
  };
}

const nothing: ContentCount = { count: 0, more: false, oldest: null };

type CountedRows = {
  readonly total: number;
  readonly past30: number;
  readonly oldest: Date | null;
  readonly countedAt: Date;
};

/** Bounded: a workspace with millions of rows shows "more than 100,000", and is not counted on every page view. */
async function countGenerations(workspaceId: string, days: number): Promise<CountedRows> {
  const { rows } = await sqlPool().query<CountedRows>(
    `select count(*)::int as total,
            (count(*) filter (where created_at < now() - interval '30 days'))::int as past30,
            min(created_at) as oldest, now() as "countedAt"
     from (
       select created_at from generations
       where workspace_id = $1 and created_at >= greatest(
         now() - make_interval(days => $2), (select removed_before from privacy_settings where workspace_id = $1))
       order by id limit ${countMax + 1}
     ) kept`,
    [workspaceId, days],
  );
  return present(rows[0], "the count of rows");
}

/** A member's requests, from the sums by day: its few rows among millions of others would take seconds to find. */
async function countOwn(
  { workspaceId, userId }: Actor,
  days: number,
  removedBefore: Date | null,
): Promise<CountedRows> {
  const now = new Date();
  const none = { total: 0, past30: 0, oldest: null, countedAt: now };
  if (days === 0) return none;
  const keptSince = new Date(Math.max(now.getTime() - days * msPerDay, removedBefore?.getTime() ?? 0));
  const usage = await listDailyUsage(workspaceId, {
    from: keptSince.toISOString().slice(0, 10),
    to: now.toISOString().slice(0, 10),
    keyHash: null,
    memberId: userId,
  });
  const oldest = usage.at(-1)?.day;
  if (oldest === undefined) return none;
  const total = Number(usage.reduce((sum, { requests }) => sum + requests, 0n));
  return { ...none, total, oldest: new Date(`${oldest}T00:00:00Z`) };
}
