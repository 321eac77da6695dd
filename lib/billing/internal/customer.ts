import "server-only";
import { db } from "@/lib/db/client";
import { stripe } from "./stripe-client";

/**
 * The workspace's customer at Stripe, made on its first purchase. Two tabs that buy at once send the same
 * idempotency key and get the same customer; the primary key decides which row stands. `lost` is a customer that
 * Stripe no longer knows (another account, a simulator that started anew): it is replaced.
 */
export async function ensureCustomer(workspaceId: string, lost?: string): Promise<string> {
  if (lost) await db().stripeCustomer.deleteMany({ where: { workspaceId, customerId: lost } });
  const known = await findCustomer(workspaceId);
  if (known) return known;
  const customer = await stripe().customers.create(
    { metadata: { workspace_id: workspaceId } },
    // Nothing that may change between two attempts is sent, or the second would be refused as another request.
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
