import "server-only";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { type Clock, msPerDay, systemClock } from "@/lib/kernel/clock";
import { purchaseViewFields, purchaseViews, type PurchaseView } from "./internal/purchase-view";

/** Most purchases that are highlighted at the top of the page; all of them are in the list below. */
const noticesMax = 3;

/** Recent purchases that need attention: paid and not yet credited, or failed. */
export async function listUnsettledPurchases(
  actor: Actor,
  clock: Clock = systemClock,
): Promise<readonly PurchaseView[]> {
  if (!isAdmin(actor)) return [];
  const now = clock().getTime();
  const rows = await db().purchase.findMany({
    where: {
      workspaceId: actor.workspaceId,
      OR: [
        { state: "pending", createdAt: { gt: new Date(now - 7 * msPerDay) } },
        { state: "failed", createdAt: { gt: new Date(now - msPerDay) } },
      ],
    },
    orderBy: { id: "desc" },
    take: noticesMax,
    select: purchaseViewFields,
  });
  return purchaseViews(actor.workspaceId, rows);
}
