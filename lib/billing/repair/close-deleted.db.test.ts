import { beforeEach, describe, expect, it } from "vitest";
import { db, sqlPool } from "@/lib/db/client";
import { createWorkspace } from "@/lib/testing/factories";
import { useSimulatedPayments } from "@/lib/testing/simulated-payments";
import { checkPurchases } from "./check-purchases";
import { closeDeleted } from "./close-deleted";

const simulated = useSimulatedPayments();
beforeEach(async () => {
  await sqlPool().query("delete from stripe_customers");
});

const deleted = (workspaceId: string) =>
  db().workspace.update({
    where: { id: workspaceId },
    data: { deletedAt: new Date() },
    select: { id: true },
  });

/** A deleted workspace whose customer Stripe has. */
async function deletedCustomer() {
  const { workspaceId } = await createWorkspace();
  const { id } = await simulated.stripe.customers.create({});
  await db().stripeCustomer.create({ data: { workspaceId, customerId: id }, select: { workspaceId: true } });
  await deleted(workspaceId);
  return { workspaceId, customerId: id };
}

const left = () => db().stripeCustomer.findMany({ orderBy: { createdAt: "asc" } });

describe("deleted workspaces that Stripe rejects", () => {
  it("hold up no other, and are tried again at growing distances", async () => {
    const rejected: Awaited<ReturnType<typeof deletedCustomer>>[] = [];
    for (let index = 0; index < 50; index += 1) rejected.push(await deletedCustomer());
    const fault = { method: "DELETE", path: "/v1/customers", status: 500, times: 50 };
    await simulated.control("fault", fault);
    expect(await closeDeleted()).toEqual({ expired: 0, customers: 0, failed: 50 });
    const other = await deletedCustomer();
    expect(await closeDeleted()).toEqual({ expired: 0, customers: 1, failed: 0 });
    expect(await simulated.stripe.customers.retrieve(other.customerId)).toMatchObject({ deleted: true });
    const [first] = await left();
    const waitMs = (first?.nextCloseAt.getTime() ?? 0) - Date.now();
    expect(first?.closeAttempts).toBe(1);
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(60_000);
    await sqlPool().query("update stripe_customers set next_close_at = now()");
    expect(await closeDeleted()).toEqual({ expired: 0, customers: 50, failed: 0 });
    expect(await left()).toEqual([]);
  });

  it("lose their customer once every payment is decided, and none before", async () => {
    const { workspaceId, purchaseId, customer } = await simulated.pay();
    await deleted(workspaceId);
    // The page was paid: it cannot expire, and the poller has to ask first.
    expect(await closeDeleted()).toEqual({ expired: 0, customers: 0, failed: 0 });
    expect(await closeDeleted()).toEqual({ expired: 0, customers: 0, failed: 0 });
    expect(await left()).toMatchObject([{ customerId: customer, closeAttempts: 1 }]);
    await checkPurchases(() => new Date(Date.now() + 60_000));
    expect(await db().purchase.findUniqueOrThrow({ where: { id: purchaseId } })).toMatchObject({
      failureCode: "account_deleted",
    });
    await sqlPool().query("update stripe_customers set next_close_at = now()");
    expect(await closeDeleted()).toEqual({ expired: 0, customers: 1, failed: 0 });
  });

  it("and workspaces that are not deleted keep everything", async () => {
    const { workspaceId } = await simulated.start();
    expect(await closeDeleted()).toEqual({ expired: 0, customers: 0, failed: 0 });
    expect(await db().purchase.findMany({ where: { workspaceId } })).toMatchObject([{ state: "open" }]);
    expect(await left()).toHaveLength(1);
  });
});
