import "server-only";
import { db, sqlPool } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { present } from "@/lib/kernel/assert";
import { type PrivacySettings } from "@/lib/kernel/privacy-settings";
import { getPrivacySettings } from "./get-privacy-settings";
import { type ContentCount, countStoredContent } from "./internal/count-content";
import { bounded, type BoundedCount, countMax } from "./rules/bounded-count";
import { retentionDays } from "./rules/privacy-settings";
import { deletedContentSubject } from "./store-prompt-logs";

export type Receipt = {
  readonly subject: string;
  readonly cutoff: Date;
  readonly rows: bigint;
  readonly createdAt: Date;
  /** When the last row was deleted; null while rows are still being removed, which no reader sees any more. */
  readonly goneAt: Date | null;
};

/** Figures of the data that a workspace currently keeps: the summary at the top of the privacy page. */
export type DataSummary = {
  readonly settings: PrivacySettings;
  readonly logPromptsSince: Date | null;
  readonly retentionPending: boolean;
  readonly generations: BoundedCount & { readonly oldest: Date | null };
  /** When the rows were counted, by the database's clock. */
  readonly countedAt: Date;
  /** How many request rows each shorter retention would remove. */
  readonly removedBy: { readonly none: BoundedCount; readonly d30: BoundedCount };
  readonly promptLogs: ContentCount;
  /** Deletion history, newest first: what was older than `cutoff`, and when. Empty for members. */
  readonly receipts: readonly Receipt[];
};

export async function summarizeData(actor: Actor): Promise<DataSummary> {
  const { workspaceId } = actor;
  const settings = await getPrivacySettings(workspaceId);
  const [mark, generations, logs, receipts] = await Promise.all([
    db().privacySettings.findUnique({
      where: { workspaceId },
      select: { logPromptsSince: true, retentionPending: true },
    }),
    countGenerations(workspaceId, retentionDays[settings.retention]),
    countStoredContent(workspaceId),
    db().purgeReceipt.findMany({
      // Only for admins.
      where: { workspaceId, ...(!isAdmin(actor) && { id: { in: [] } }) },
      select: { subject: true, cutoff: true, rows: true, createdAt: true, goneAt: true },
      orderBy: { createdAt: "desc" },
      take: 5,
    }),
  ]);
  return {
    settings,
    logPromptsSince: mark?.logPromptsSince ?? null,
    retentionPending: mark?.retentionPending ?? false,
    generations: { ...bounded(generations.total), oldest: generations.oldest },
    countedAt: generations.countedAt,
    removedBy: { none: bounded(generations.total), d30: bounded(generations.past30) },
    promptLogs: logs,
    // All other receipts are written in the transaction that removes the rows.
    receipts: receipts.map((receipt) =>
      receipt.subject === deletedContentSubject ? receipt : { ...receipt, goneAt: receipt.createdAt },
    ),
  };
}

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
