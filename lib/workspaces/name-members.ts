import "server-only";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";

/**
 * Names of people of the workspace, by user id, also of those who have left it. Someone whose account was deleted is
 * "Deleted account".
 */
export async function nameMembers(
  actor: Actor,
  userIds: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(userIds.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const members = await db().member.findMany({
    where: { workspaceId: actor.workspaceId, userId: { in: ids } },
    select: { userId: true, user: { select: { name: true, email: true } } },
  });
  return new Map(members.map(({ userId, user }) => [userId, user.name ?? user.email ?? "Deleted account"]));
}
