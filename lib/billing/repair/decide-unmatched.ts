import "server-only";
import { log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";

type Decision =
  /** Refunded by the job, within a minute. Also the next attempt of a refund that failed. */
  | { readonly kind: "refund" }
  /** Settled elsewhere, as the note says. Also ends a refund that was not made yet. */
  | { readonly kind: "close"; readonly note: string };

/** What each decision applies to. A refund that is in progress and has not failed needs no second one. */
const decidable: Readonly<Record<Decision["kind"], string>> = {
  refund: "(state = 'held' or (state = 'refunding' and error is not null))",
  close: "state in ('held', 'refunding')",
};

/**
 * Decides, on behalf of an operator, what happens with a payment that no purchase could take. The caller checks that the
 * user is one. False when the payment does not exist or is settled: the first decision stands. A refund whose request is
 * already under way when the payment is closed is recorded as made all the same.
 */
export async function decideUnmatched(
  by: { readonly userId: string },
  paymentIntentId: string,
  decision: Decision,
): Promise<boolean> {
  const isClosed = decision.kind === "close";
  const { rowCount } = await sqlPool().query(
    `update unmatched_payments
        set state = case when $2 then 'resolved' else 'refunding' end, closed_by = $3, note = $4,
            closed_at = case when $2 then now() end, next_try_at = now(), error = null
      where payment_intent_id = $1 and ${decidable[decision.kind]}`,
    [paymentIntentId, isClosed, by.userId, isClosed ? decision.note : null],
  );
  if (!rowCount) return false;
  log().info(
    { stripeObjectId: paymentIntentId, userId: by.userId, kind: decision.kind },
    "unmatched payment decided by an operator",
  );
  return true;
}
