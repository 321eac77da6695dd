import "server-only";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "@/lib/audit/record-audit";
import { sqlPool, sqlTransaction, transaction } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import type { Formats } from "@/lib/kernel/format";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { countInRange, idsInRange } from "./internal/content-in-range";
import { deleteContent, rowsIn } from "./internal/delete-content";
import { bounded, formatBounded } from "./rules/bounded-count";
import type { ContentRange } from "./rules/content-days";
import { isConsented, type RemovalConsent, removalPhrase } from "./rules/removal";

/** The subject of the receipt that deleting a range of days writes. */
export const deletedRangeSubject = "prompt_logs_range";

type RangeDeletion = {
  readonly range: ContentRange;
  /** The typed phrase, and when the page counted what it names. */
  readonly consent: RemovalConsent | null;
  /** How the phrase is written, for the sentence about a wrong one. */
  readonly formats: Formats;
};

/**
 * Deletes the stored content of a range of days, and the marks of content that could not be stored. Needs consent to the
 * number, counted again here; content that is stored afterwards stays. Audit log and receipt say what is being deleted
 * before it is, in batches of a few dozen megabytes, each counted in the receipt: when one fails, the receipt is still
 * true, and the same deletion can be repeated. Resolves to the number that was deleted. Admins only.
 */
export async function deleteContentRange(
  actor: Actor,
  { range, consent, formats }: RangeDeletion,
): Promise<Outcome<{ readonly removed: number }, "not_allowed" | "removal_not_confirmed">> {
  if (!isAdmin(actor)) return fail("not_allowed");
  const { workspaceId, userId } = actor;
  const receiptId = uuidv7();
  const begun = await transaction(async (tx) => {
    const countedAt = consent?.countedAt ?? null;
    const counted = await countInRange(tx, workspaceId, { range, countedAt });
    if (!counted || counted.now === 0) return ok(null);
    if (!isConsented(counted, consent)) return notConfirmed(counted.now, formats);
    const to = range.to < counted.until ? range.to : counted.until;
    await tx.$executeRaw`
      insert into purge_receipts (id, workspace_id, subject, cutoff, rows, created_at)
      values (${receiptId}::uuid, ${workspaceId}::uuid, ${deletedRangeSubject}, ${to}, 0, clock_timestamp())`;
    await recordAudit(tx, {
      workspaceId,
      actorUserId: userId,
      action: "prompt_logs.range_deleted",
      after: { contents: counted.now, from: range.from.toISOString(), to: to.toISOString() },
    });
    return ok({ from: range.from, to });
  });
  if (!begun.ok) return begun;
  if (begun.value === null) return ok({ removed: 0 });
  return ok({ removed: await deleteRange({ workspaceId, receiptId }, begun.value) });
}

function notConfirmed(now: number, formats: Formats) {
  const count = bounded(now);
  const figure = formatBounded(count, formats);
  return fail("removal_not_confirmed" as const, {
    field: "confirmation",
    message: `Nothing was deleted. These days have the stored content of ${figure} ${count.count === 1 ? "request" : "requests"}. To confirm, type “${removalPhrase(count, formats)}”.`,
  });
}

async function deleteRange(
  { workspaceId, receiptId }: { readonly workspaceId: string; readonly receiptId: string },
  range: ContentRange,
): Promise<number> {
  const { low, high } = idsInRange(range);
  const values = [workspaceId, range.from, range.to, low, high];
  const { rows } = await deleteInBatches(
    () =>
      sqlTransaction(async (client) => {
        const condition = `where l.workspace_id = $1 and l.created_at >= $2 and l.created_at < $3
          and l.generation_id >= $4 and l.generation_id < $5 order by l.generation_id`;
        const count = rowsIn(await deleteContent(client, condition, values));
        if (count > 0)
          await client.query(
            "update purge_receipts set rows = rows + $3 where id = $1 and workspace_id = $2",
            [receiptId, workspaceId, count],
          );
        return count;
      }),
    { batchesMax: Number.POSITIVE_INFINITY },
  );
  await sqlPool().query(
    "delete from lost_contents where workspace_id = $1 and created_at >= $2 and created_at < $3",
    values.slice(0, 3),
  );
  return rows;
}
