import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { db, transaction } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { isTimeZone } from "./rules/time-zone";
import type { WorkspaceInput } from "./rules/workspace-input";

/**
 * Changes name and reporting zone. A new zone takes effect at the next quarter-hour (the database records which zone
 * applies from when); earlier days keep the previous zone.
 */
export async function updateWorkspace(
  actor: Actor,
  input: WorkspaceInput,
): Promise<Outcome<null, "not_allowed" | "not_found">> {
  if (!isAdmin(actor)) return fail("not_allowed");
  return transaction(async (tx) => {
    const where = { id: actor.workspaceId, deletedAt: null };
    const before = await tx.workspace.findFirst({ where, select: { name: true, timeZone: true } });
    if (!before) return fail("not_found");
    const after = { name: input.name, timeZone: input.timeZone };
    await tx.workspace.updateMany({ where, data: after });
    const { userId, workspaceId } = actor;
    await recordAudit(tx, { workspaceId, actorUserId: userId, action: "workspace.changed", before, after });
    return ok(null);
  });
}

/**
 * Sets the browser's zone for a personal workspace that has not chosen one and has counted no day, so that the first
 * chart shows the user's own days.
 */
export async function adoptTimeZone(userId: string, timeZone: string | undefined): Promise<void> {
  if (!timeZone || timeZone === "UTC" || !isTimeZone(timeZone)) return;
  const workspace = await db().workspace.findFirst({
    where: { personalUserId: userId, timeZone: "UTC", deletedAt: null },
    select: { id: true },
  });
  if (!workspace) return;
  const counted = await db().usageDay.findFirst({
    where: { workspaceId: workspace.id },
    select: { spanStart: true },
  });
  if (counted) return;
  await db().workspace.updateMany({ where: { id: workspace.id, timeZone: "UTC" }, data: { timeZone } });
}
