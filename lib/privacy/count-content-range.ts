import "server-only";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { countInRange } from "./internal/content-in-range";
import { bounded, type BoundedCount } from "./rules/bounded-count";
import type { ContentRange } from "./rules/content-days";

/** How much stored content of a range of days there is, and when that was counted. Admins only. */
export async function countContentRange(
  actor: Actor,
  range: ContentRange,
): Promise<Outcome<{ readonly count: BoundedCount; readonly countedAt: Date }, "not_allowed">> {
  if (!isAdmin(actor)) return fail("not_allowed");
  const counted = await countInRange(db(), actor.workspaceId, { range, countedAt: null });
  return ok({ count: bounded(counted?.now ?? 0), countedAt: counted?.until ?? new Date() });
}
