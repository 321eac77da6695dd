import "server-only";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";

/** Those of these people who are members of the workspace now. The actor is one, so only others are read. */
export async function presentMembers(
  actor: Actor,
  userIds: readonly (string | null)[],
): Promise<ReadonlySet<string>> {
  const others = [...new Set(userIds.filter((id) => id !== null))].filter((id) => id !== actor.userId);
  if (others.length === 0) return new Set([actor.userId]);
  const members = await db().member.findMany({
    where: { workspaceId: actor.workspaceId, userId: { in: others }, removedAt: null },
    select: { userId: true },
  });
  return new Set([actor.userId, ...members.map(({ userId }) => userId)]);
}
