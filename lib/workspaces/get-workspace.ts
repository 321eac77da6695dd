import "server-only";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";

export type WorkspaceView = {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly isPersonal: boolean;
  readonly createdAt: Date;
};

/** The open workspace. Throws when it does not exist: a session never has an actor of a deleted workspace. */
export async function getWorkspace(actor: Actor): Promise<WorkspaceView> {
  const row = await db().workspace.findFirstOrThrow({
    where: { id: actor.workspaceId, deletedAt: null },
    select: { id: true, name: true, timeZone: true, personalUserId: true, createdAt: true },
  });
  const { personalUserId, ...workspace } = row;
  return { ...workspace, isPersonal: personalUserId !== null };
}
