import "server-only";
import { z } from "zod";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { type Nanos, nanosPerCent } from "@/lib/kernel/money";
import { type DisputeStatus, disputeStatusOf, type RefundStatus, refundStatusOf } from "./rules/reversal";

type Reversal<Status> = {
  /** Stripe's id. */
  readonly id: string;
  readonly amountNanos: Nanos;
  readonly status: Status;
  /** When it became known here. */
  readonly at: Date;
};

export type Reversals = {
  /** What was paid back in all, without refunds that failed; at least the sum of those listed. */
  readonly refundedNanos: Nanos;
  readonly refunds: readonly Reversal<RefundStatus>[];
  readonly disputes: readonly Reversal<DisputeStatus>[];
};

const none: Reversals = { refundedNanos: 0n, refunds: [], disputes: [] };
const idSchema = z.uuid();

/** Refunds and disputes of a purchase of the actor's workspace, oldest first. None for members. */
export async function listReversals(actor: Actor, purchaseId: string): Promise<Reversals> {
  if (!isAdmin(actor) || !idSchema.safeParse(purchaseId).success) return none;
  const { workspaceId } = actor;
  const where = { workspaceId, purchaseId };
  const orderBy = [{ createdAt: "asc" as const }, { id: "asc" as const }];
  const select = { id: true, amountCents: true, status: true, createdAt: true } as const;
  const [purchase, refunds, disputes] = await Promise.all([
    db().purchase.findUnique({ where: { id: purchaseId, workspaceId }, select: { refundedCents: true } }),
    db().purchaseRefund.findMany({ where, orderBy, select }),
    db().purchaseDispute.findMany({ where, orderBy, select }),
  ]);
  return {
    refundedNanos: BigInt(purchase?.refundedCents ?? 0) * nanosPerCent,
    refunds: refunds.map((row) => ({ ...viewOf(row), status: refundStatusOf(row.status) })),
    disputes: disputes.map((row) => ({ ...viewOf(row), status: disputeStatusOf(row.status) })),
  };
}

type Row = { readonly id: string; readonly amountCents: number; readonly createdAt: Date };

function viewOf({ id, amountCents, createdAt }: Row) {
  return { id, amountNanos: BigInt(amountCents) * nanosPerCent, at: createdAt };
}
