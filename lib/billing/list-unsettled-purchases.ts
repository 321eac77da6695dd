import "server-only";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { type Clock, msPerDay, systemClock } from "@/lib/kernel/clock";
import { purchaseViewFields, purchaseViews, type PurchaseView } from "./internal/purchase-view";

/** Most purchases that are highlighted at the top of the page; all of them are in the list below. */
const noticesMax = 3;

/**
 * Recent purchases that need attention: paid and not yet credited, declined, or failed. A failure that was followed by a
 * purchase that arrived needs none.
 */
export async function listUnsettledPurchases(
  actor: Actor,
  clock: Clock = systemClock,
): Promise<readonly PurchaseView[]> {
  if (!isAdmin(actor)) return [];
  const now = clock().getTime();
  const { workspaceId } = actor;
  const lastCredited = await db().purchase.findFirst({
    where: { workspaceId, state: "credited" },
    orderBy: { id: "desc" },
    select: { id: true },
  });
  const sinceThen = lastCredited ? { id: { gt: lastCredited.id } } : {};
  const today = { createdAt: { gt: new Date(now - msPerDay) } };
  const rows = await db().purchase.findMany({
    where: {
      workspaceId,
      OR: [
        { state: "pending", createdAt: { gt: new Date(now - 7 * msPerDay) } },
        // Auto top-up says itself what became of its charges.
        { state: "failed", origin: "checkout", ...today, ...sinceThen },
        { state: "open", failureCode: { not: null }, ...today, ...sinceThen },
      ],
    },
    orderBy: { id: "desc" },
    take: noticesMax,
    select: purchaseViewFields,
  });
  return purchaseViews(workspaceId, rows);
}
