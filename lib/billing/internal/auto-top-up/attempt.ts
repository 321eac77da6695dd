import "server-only";
import type { Tx } from "@/lib/db/client";
import { msPerSecond } from "@/lib/kernel/clock";

/** An automatic charge with everything that its call to Stripe says. */
export type Attempt = {
  /** Of its purchase, and its own. */
  readonly purchaseId: string;
  readonly workspaceId: string;
  readonly customerId: string;
  readonly paymentMethodId: string;
  readonly idempotencyKey: string;
  readonly totalCents: number;
  readonly description: string;
  readonly startedAt: Date;
  readonly steps: number;
};

/** No other process takes an attempt for as long as this one may still be talking to Stripe about it. */
export const leaseMs = 120 * msPerSecond;

/** Each call to Stripe about an attempt. Not repeated by Stripe's package: its outcome is looked up first. */
export const callLimits = { timeout: 15 * msPerSecond, maxNetworkRetries: 0 } as const;

/**
 * Serializes everything that reads or changes a workspace's auto top-up. The workspace's row comes first, as when an
 * account is deleted, which waits for it; the locks of a purchase and of the wallet come after.
 */
export async function lockSetting(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM workspaces WHERE id = ${workspaceId}::uuid FOR SHARE`;
  await tx.$queryRaw`SELECT 1 AS locked FROM auto_top_ups WHERE workspace_id = ${workspaceId}::uuid FOR UPDATE`;
}
