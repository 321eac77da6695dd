import "server-only";
import { log } from "@/lib/config/log";
import { db } from "@/lib/db/client";
import { isMissing, stripe, stripeErrorFacts } from "./stripe-client";

/**
 * Returns the workspace's customer at Stripe, created on its first purchase. Two tabs that buy concurrently send the
 * same idempotency key and get the same customer; the primary key decides which row is kept. `lost` is a customer that
 * Stripe no longer knows (another account, or a simulator that was reset): it is replaced.
 */
export async function ensureCustomer(workspaceId: string, lost?: string): Promise<string> {
  if (lost) {
    await db().stripeCustomer.deleteMany({ where: { workspaceId, customerId: lost } });
    // The new customer has nothing of it.
    const uncopied = { copiedVersion: 0, copiedTaxId: null, nextCopyAt: new Date() };
    await db().billingProfile.updateMany({ where: { workspaceId }, data: uncopied });
  }
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

/**
 * Gives the customer the address of the person who buys now, so that the hosted page has it already. Several people of a
 * workspace may buy. Without it they type their address; that is no reason to fail.
 */
export async function nameBuyer(customer: string, email: string): Promise<void> {
  try {
    await stripe().customers.update(customer, { email }, { timeout: 4_000, maxNetworkRetries: 0 });
  } catch (error) {
    if (isMissing(error, "customer") || isMissing(error, "id")) return;
    log().warn({ event: "buyer_not_named", ...stripeErrorFacts(error) });
  }
}

async function findCustomer(workspaceId: string): Promise<string | null> {
  const row = await db().stripeCustomer.findUnique({ where: { workspaceId }, select: { customerId: true } });
  return row?.customerId ?? null;
}
