import "server-only";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import type { Checklist } from "./rules/checklist";

/** The progress of a workspace's first steps. */
export async function getChecklist(actor: Actor): Promise<Checklist> {
  const { userId, workspaceId } = actor;
  const [user, wallet, key, usage, privacy] = await Promise.all([
    db().user.findUnique({ where: { id: userId }, select: { emailVerifiedAt: true } }),
    db().wallet.findUnique({ where: { workspaceId }, select: { purchasedNanos: true } }),
    db().apiKey.findFirst({ where: { workspaceId }, select: { id: true } }),
    // The roll-up, not the request rows: a workspace that keeps no rows has sent requests nonetheless.
    db().usageDay.findFirst({ where: { workspaceId }, select: { spanStart: true } }),
    db().privacySettings.findUnique({ where: { workspaceId }, select: { workspaceId: true } }),
  ]);
  const steps = {
    addressConfirmed: Boolean(user?.emailVerifiedAt),
    creditsAdded: Boolean(wallet && wallet.purchasedNanos > 0n),
    keyMade: key !== null,
    requestSent: usage !== null,
    privacySet: privacy !== null,
  };
  return { ...steps, isDone: Object.values(steps).every(Boolean) };
}
