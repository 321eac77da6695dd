import "server-only";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";

/** Whether events of the open workspace may be recorded at this moment. Off until its owners or admins turn it on. */
export async function isCollecting({ workspaceId }: Pick<Actor, "workspaceId">): Promise<boolean> {
  const settings = await db().privacySettings.findUnique({
    where: { workspaceId },
    select: { optionalData: true },
  });
  return settings?.optionalData ?? false;
}
