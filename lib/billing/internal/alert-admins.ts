import "server-only";
import { raiseAlert } from "@/lib/alerts/raise-alert";
import type { Tx } from "@/lib/db/client";
import { nanosPerCent } from "@/lib/kernel/money";
import type { DisputeStatus } from "../rules/reversal";
import type { PurchaseRow } from "./purchase-row";

/** Alerts about a pending payment that did not succeed. */
export async function alertOfFailure(tx: Tx, { id, workspaceId, creditsNanos }: PurchaseRow): Promise<void> {
  const fact = { kind: "payment_failed", creditsNanos } as const;
  await raiseAlert(tx, { workspaceId, subjectId: id, period: "once", fact });
}

/** Alerts about a change of what was refunded: a refund, or one that failed. `source` identifies the change. */
export async function alertOfRefund(
  tx: Tx,
  { id, workspaceId, creditsNanos }: PurchaseRow,
  { deltaCents, source }: { readonly deltaCents: number; readonly source: string },
): Promise<void> {
  const fact = {
    kind: "refund",
    amountNanos: BigInt(Math.abs(deltaCents)) * nanosPerCent,
    creditsNanos,
    status: deltaCents > 0 ? "made" : "failed",
  } as const;
  await raiseAlert(tx, { workspaceId, subjectId: id, period: source, fact });
}

/** Alerts about the new status of a dispute. An inquiry takes nothing, so nothing is said about it. */
export async function alertOfDispute(
  tx: Tx,
  { id, workspaceId, creditsNanos }: PurchaseRow,
  dispute: { readonly id: string; readonly amountCents: number; readonly status: DisputeStatus },
): Promise<void> {
  if (dispute.status === "inquiry") return;
  const amountNanos = BigInt(dispute.amountCents) * nanosPerCent;
  const fact = { kind: "dispute", amountNanos, creditsNanos, status: dispute.status } as const;
  await raiseAlert(tx, { workspaceId, subjectId: id, period: `${dispute.id}:${dispute.status}`, fact });
}
