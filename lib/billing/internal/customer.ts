import "server-only";
import { db } from "@/lib/db/client";
import { stripe } from "./stripe-client";

/**
 * Returns the workspace's customer at Stripe, created on its first purchase. Two tabs that buy concurrently send the
 * same idempotency key and get the same customer; the primary key decides which row is kept. `lost` is a customer that
 * Stripe no longer knows (another account, or a simulator that was reset): it is replaced.
 */
export async function ensureCustomer(workspaceId: string, lost?: string): Promise<string> {
  if (lost) await db().stripeCustomer.deleteMany({ where: { workspaceId, customerId: lost } });
  const known = await findCustomer(workspaceId);
  if (known) return known;
  const customer = await stripe().customers.create(
    { metadata: { workspace_id: workspaceId } },
    // No field that may differ between two attempts is sent, or Stripe would reject the second as a different request.
    { idempotencyKey: lost ? `customer:${workspaceId}:after:${lost}` : `customer:${workspaceId}` },
  );
  await db().stripeCustomer.createMany({
    data: [{ workspaceId, customerId: customer.id }],
    skipDuplicates: true,
  });
  return (await findCustomer(workspaceId)) ?? customer.id;
}

async function findCustomer(workspaceId: string): Promise<string | null> {
  const row = await db().stripeCustomer.findUnique({ where: { workspaceId }, select: { customerId: true } });
  return row?.customerId ?? null;
}
