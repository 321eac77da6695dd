import "server-only";
import { needsAttention } from "@/lib/billing/rules/retry-event";
import { sqlPool } from "@/lib/db/client";
import { type Page, pageSizeMax } from "@/lib/kernel/page";

/** received: about to be applied; failing: will be tried again; dead: given up until an operator retries it. */
export type EventState = "received" | "applied" | "ignored" | "failing" | "dead";

export type StripeEventRow = {
  readonly id: string;
  readonly type: string;
  readonly state: EventState;
  readonly receivedAt: Date;
  /** sweep: found in Stripe's list, because its delivery was lost. */
  readonly source: "webhook" | "sweep";
  readonly attempts: number;
  readonly nextTryAt: Date | null;
  /** Code of the last error. */
  readonly error: string | null;
  readonly needsAttention: boolean;
  readonly purchaseId: string | null;
};

/** SQL columns of a row, also for the events of one purchase. */
export const eventColumns = `id, type, outcome as state, received_at as "receivedAt", source, attempts,
  next_try_at as "nextTryAt", error, ${needsAttention} as "needsAttention", purchase_id as "purchaseId"`;

/**
 * Stored events of Stripe, newest first, optionally only those that an operator has to look at. The cursor is the time
 * and the id of the last row. For operators: the caller checks that before.
 */
export async function listStripeEvents(
  query: { needsAttention?: boolean; cursor?: string; limit?: number } = {},
): Promise<Page<StripeEventRow>> {
  const limit = Math.min(query.limit ?? 50, pageSizeMax);
  const after = readCursor(query.cursor);
  const { rows } = await sqlPool().query<StripeEventRow>(
    `select ${eventColumns} from stripe_events
     where ($1::timestamptz is null or (received_at, id) < ($1, $2))
       ${query.needsAttention ? `and ${needsAttention}` : ""}
     order by received_at desc, id desc limit $3`,
    [after?.at ?? null, after?.id ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = rows.length > limit && last ? `${last.receivedAt.getTime()}.${last.id}` : null;
  return { rows: page, nextCursor };
}

/** A cursor from a URL; anything else begins at the newest event. */
function readCursor(text: string | undefined): { readonly at: Date; readonly id: string } | null {
  const [, ms, id] = /^(\d{1,15})\.(\w{1,255})$/.exec(text ?? "") ?? [];
  return ms && id ? { at: new Date(Number(ms)), id } : null;
}
