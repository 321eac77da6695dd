import "server-only";
import type { Tx } from "@/lib/db/client";
import { type Actor, isAdmin, type Role } from "@/lib/kernel/actor";
import { lockWorkspace } from "./lock-people";

/**
 * The actor with the rights that are left of those that they had when the request began: someone who was removed or
 * demoted meanwhile gets no secret. Rights that were gained meanwhile do not count. Null when the workspace was deleted or
 * they left it. Workspace and membership stay locked until the commit, so that a removal came before or waits. Lock people
 * first.
 */
export async function stillManaging(tx: Tx, actor: Actor): Promise<Actor | null> {
  const { workspaceId, userId } = actor;
  if (!(await lockWorkspace(tx, workspaceId))) return null;
  const [member] = await tx.$queryRaw<{ role: Role }[]>`
    SELECT role::text AS role FROM members
     WHERE workspace_id = ${workspaceId}::uuid AND user_id = ${userId}::uuid AND removed_at IS NULL FOR SHARE`;
  if (!member) return null;
  return isAdmin(actor) ? { ...actor, role: member.role } : actor;
}
