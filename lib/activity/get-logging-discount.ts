import "server-only";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import type { Nanos } from "@/lib/kernel/money";
import { refreshUsage } from "./fold-usage";

type LoggingDiscount = { readonly savedNanos: Nanos; readonly since: Date };

/**
 * What the actor's workspace has saved so far by the logging discount, to the nano-dollar, and since when that is counted.
 * Null when it has saved nothing, and for members: figures of the whole workspace are for owners and admins.
 */
export async function getLoggingDiscount(actor: Actor): Promise<LoggingDiscount | null> {
  if (!isAdmin(actor)) return null;
  await refreshUsage();
  return db().loggingDiscount.findUnique({
    where: { workspaceId: actor.workspaceId },
    select: { savedNanos: true, since: true },
  });
}
