import "server-only";
import { z } from "zod";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { purchaseViewFields, purchaseViews, type PurchaseView } from "./internal/purchase-view";

const idSchema = z.uuid();

/**
 * One purchase of the actor's workspace; null when it does not exist, is another workspace's, or the actor is a member.
 */
export async function findPurchase(
  actor: Actor,
  id: string | null | undefined,
): Promise<PurchaseView | null> {
  const parsed = idSchema.safeParse(id);
  if (!parsed.success || !isAdmin(actor)) return null;
  const row = await db().purchase.findUnique({
    where: { id: parsed.data, workspaceId: actor.workspaceId },
    select: purchaseViewFields,
  });
  const [view] = await purchaseViews(actor.workspaceId, row ? [row] : []);
  return view ?? null;
}
