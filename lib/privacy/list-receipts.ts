import "server-only";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { type Page, pageSizeMax } from "@/lib/kernel/page";
import { deletedRangeSubject } from "./delete-content-range";
import { deletedContentSubject } from "./store-prompt-logs";

/** What a deletion removed from one workspace. */
export type Receipt = {
  readonly id: string;
  readonly subject: string;
  /** Rows older than this were removed. */
  readonly cutoff: Date;
  readonly rows: bigint;
  readonly createdAt: Date;
  /** When the last row was deleted; null while rows are still being removed, which no reader sees any more. */
  readonly goneAt: Date | null;
};

/** What caused a deletion: the workspace's retention, or an owner or admin who deleted all stored content. */
export type ReceiptCause = "retention" | "people";

/** The receipts of the actor's workspace with one cause, newest first. Owners and admins only. */
export async function listReceipts(
  actor: Actor,
  { cause, cursor, limit = 10 }: { cause: ReceiptCause; cursor?: string | undefined; limit?: number },
): Promise<Outcome<Page<Receipt>, "not_allowed">> {
  if (!isAdmin(actor)) return fail("not_allowed");
  const { workspaceId } = actor;
  const take = Math.min(limit, pageSizeMax);
  const rows = await db().$queryRaw<Receipt[]>`
    select id::text, subject, cutoff, rows, created_at as "createdAt", gone_at as "goneAt" from purge_receipts
     where workspace_id = ${workspaceId}::uuid
       and (subject in (${deletedContentSubject}, ${deletedRangeSubject})) = ${cause === "people"}
       and (${cursor ?? null}::uuid is null or (created_at, id) < (
         select created_at, id from purge_receipts where workspace_id = ${workspaceId}::uuid and id = ${cursor ?? null}::uuid))
     order by created_at desc, id desc limit ${take + 1}`;
  const page = rows.slice(0, take).map((receipt) =>
    // All other receipts are written in the transaction that removes the rows.
    receipt.subject === deletedContentSubject ? receipt : { ...receipt, goneAt: receipt.createdAt },
  );
  return ok({ rows: page, nextCursor: rows.length > take ? (page.at(-1)?.id ?? null) : null });
}
