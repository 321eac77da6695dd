import "server-only";
import { z } from "zod";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { type Page, pageSizeMax } from "@/lib/kernel/page";
import { purchaseViewFields, purchaseViews, type PurchaseView } from "./internal/purchase-view";

export type { PurchaseView };

const cursorSchema = z.uuid();

/**
 * Purchases of the workspace, newest first, back to the first one ever. The cursor is the last purchase's id, which
 * sorts by time; an invalid cursor starts from the beginning. Empty for members, who cannot buy.
 */
export async function listPurchases(
  actor: Actor,
  options: { readonly cursor?: string | null; readonly limit?: number } = {},
): Promise<Page<PurchaseView>> {
  if (!isAdmin(actor)) return { rows: [], nextCursor: null };
  const take = Math.min(options.limit ?? 25, pageSizeMax);
  const after = cursorSchema.safeParse(options.cursor);
  const rows = await db().purchase.findMany({
    where: { workspaceId: actor.workspaceId, ...(after.success && { id: { lt: after.data } }) },
    orderBy: { id: "desc" },
    take: take + 1,
    select: purchaseViewFields,
  });
  const page = await purchaseViews(actor.workspaceId, rows.slice(0, take));
  return { rows: page, nextCursor: rows.length > take ? (page.at(-1)?.id ?? null) : null };
}
