import "server-only";
import type { UnmatchedReason } from "@/lib/billing/rules/unmatched-reason";
import { sqlPool } from "@/lib/db/client";

export type UnmatchedRow = {
  /** Stripe's id of the payment. */
  readonly id: string;
  readonly workspaceId: string | null;
  readonly amountCents: number;
  readonly currency: string;
  readonly reason: UnmatchedReason;
  /** held: an operator decides, with `error` about a refund that failed; refunding: it is requested and not made yet. */
  readonly state: "held" | "refunding";
  /** Why the last attempt to refund it failed, as a word of `refund-error.ts`; null when none did. */
  readonly error: string | null;
  /** Attempts to refund it, and when the next one is due. */
  readonly attempts: number;
  readonly nextTryAt: Date;
  readonly foundAt: Date;
};

/** Most that are listed: those that need a decision, then refunds in progress, each the oldest first. */
const listMax = 100;

/** Payments that no purchase could take and that are not settled yet. For operators: the caller checks that before. */
export async function listUnmatched(): Promise<readonly UnmatchedRow[]> {
  const { rows } = await sqlPool().query<UnmatchedRow>(
    `select payment_intent_id as id, workspace_id as "workspaceId", amount_cents as "amountCents", currency, reason,
            state, error, attempts, next_try_at as "nextTryAt", found_at as "foundAt"
     from unmatched_payments where state in ('held', 'refunding')
     order by state = 'refunding' and error is null, found_at, payment_intent_id limit ${listMax}`,
  );
  return rows;
}
