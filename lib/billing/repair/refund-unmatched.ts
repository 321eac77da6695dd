import "server-only";
import { log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";
import { inLanes } from "../internal/in-lanes";
import { patience, stripe, stripeErrorFacts } from "../internal/stripe-client";
import { type RefundError, refundErrorOf } from "../rules/refund-error";
import { repairPauseMs } from "../rules/repair-pace";

/** Most refunds of one run, those that have waited the longest first. */
const batchMax = 50;
const lanes = 5;

type Due = { readonly id: string; readonly attempts: number };

/**
 * Refunds payments that arrived for an account after its deletion, and those that an operator decided to refund. Run
 * every minute. What Stripe rejects is tried again at growing distances, up to a day, and shown to the operator with the
 * error, who may close it. A refund that is made and fails puts the payment back to review. A payment is refunded as a whole, so that Stripe rejects a second refund of it; one that was
 * refunded in Stripe's dashboard meanwhile is done.
 */
export async function refundUnmatched(): Promise<{ readonly refunded: number; readonly failed: number }> {
  // The column is rounded to milliseconds, up as well as down.
  const { rows } = await sqlPool().query<Due>(
    `select payment_intent_id as id, attempts from unmatched_payments
      where state = 'refunding' and next_try_at <= now() + interval '1 millisecond'
      order by next_try_at, payment_intent_id limit ${batchMax}`,
  );
  const totals = { refunded: 0, failed: 0 };
  await inLanes(rows, lanes, async (due) => {
    const outcome = await refundOne(due);
    if (outcome !== "taken") totals[outcome] += 1;
  });
  return totals;
}

async function refundOne(due: Due): Promise<"refunded" | "failed" | "taken"> {
  if (!(await claim(due))) return "taken";
  try {
    return await record(due, await refund(due));
  } catch (error) {
    const facts = stripeErrorFacts(error);
    log().error({ event: "refund_failed", stripeObjectId: due.id, attempts: due.attempts + 1, ...facts });
    await sqlPool().query(
      "update unmatched_payments set error = $2 where payment_intent_id = $1 and state = 'refunding'",
      [due.id, refundErrorOf(facts)],
    );
    return "failed";
  }
}

/** Its response says so, or its event was faster than the response. */
const hasFailed = "($3 or coalesce(failed_refund_id = $2, false))";

/**
 * Whatever an operator decided meanwhile: the money has gone back. When the refund failed at once, or failed before its
 * response arrived, the payment waits for a decision.
 */
async function record({ id }: Due, made: Made): Promise<"refunded" | "failed"> {
  const { rows } = await sqlPool().query<{ isRefunded: boolean }>(
    `update unmatched_payments
        set state = case when ${hasFailed} then 'held' else 'refunded' end,
            refund_id = case when not ${hasFailed} then $2 end,
            failed_refund_id = case when ${hasFailed} then $2 else failed_refund_id end,
            closed_at = case when not ${hasFailed} then now() end,
            error = case when ${hasFailed} then $4 end
      where payment_intent_id = $1 and (not ${hasFailed} or state = 'refunding')
      returning state = 'refunded' as "isRefunded"`,
    [id, made.refundId, made.hasFailed, "refund_failed" satisfies RefundError],
  );
  if (rows[0]?.isRefunded) return "refunded";
  log().error({ event: "refund_failed", stripeObjectId: id, reason: "refund_failed" });
  return "failed";
}

/** Counts the attempt before it is made. False when an operator or another process was faster. */
async function claim({ id, attempts }: Due): Promise<boolean> {
  const { rowCount } = await sqlPool().query(
    `update unmatched_payments
        set attempts = attempts + 1, next_try_at = now() + $3::int * interval '1 millisecond'
      where payment_intent_id = $1 and state = 'refunding' and attempts = $2 and next_try_at <= now() + interval '1 millisecond'`,
    [id, attempts, repairPauseMs(attempts + 1)],
  );
  return rowCount === 1;
}

type Made = { readonly refundId: string | null; readonly hasFailed: boolean };

/** Without an id when Stripe refunded the payment and has no record of it anymore. */
async function refund({ id, attempts }: Due): Promise<Made> {
  try {
    // A key of its own for each attempt: Stripe repeats a rejection under the same key for a day.
    const options = { ...patience, idempotencyKey: `unmatched:${id}:${attempts}` };
    const made = await stripe().refunds.create({ payment_intent: id }, options);
    return { refundId: made.id, hasFailed: isFailed(made) };
  } catch (error) {
    if (stripeErrorFacts(error)["code"] !== "charge_already_refunded") throw error;
    const { data } = await stripe().refunds.list({ payment_intent: id, limit: 100 }, patience);
    return { refundId: data.find((made) => !isFailed(made))?.id ?? null, hasFailed: false };
  }
}

function isFailed({ status }: { readonly status: string | null }): boolean {
  return status === "failed" || status === "canceled";
}
