import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction, type Tx } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { lockSetting } from "../internal/auto-top-up/attempt";

type Changed = Outcome<null, "not_allowed" | "not_paused" | "no_card">;

const notAllowed = { message: "Only owners and admins can change auto top-up." };

/**
 * Turns auto top-up off. A charge in flight ends as Stripe decides, and none follows it. Off already is no failure. Owners
 * and admins only.
 */
export async function turnOffAutoTopUp(actor: Actor): Promise<Changed> {
  if (!isAdmin(actor)) return fail("not_allowed", notAllowed);
  await transaction((tx) => turnOff(tx, actor));
  return ok(null);
}

/** Resumes paused auto top-up, with its terms and card as they are. Owners and admins only. */
export async function resumeAutoTopUp(actor: Actor): Promise<Changed> {
  if (!isAdmin(actor)) return fail("not_allowed", notAllowed);
  const { workspaceId, userId } = actor;
  return transaction(async (tx) => {
    await lockSetting(tx, workspaceId);
    if ((await tx.savedCard.count({ where: { workspaceId, removedAt: null } })) === 0) {
      return fail("no_card", { message: "This workspace has no saved card. Add a card first." });
    }
    const { count } = await tx.autoTopUp.updateMany({
      where: { workspaceId, isOn: true, pausedAt: { not: null } },
      data: { pausedAt: null, pauseReason: null, declines: 0, nextAttemptAt: null, updatedAt: new Date() },
    });
    if (count === 0) return fail("not_paused", { message: "Auto top-up isn't paused." });
    const audit = { workspaceId, actorUserId: userId, targetId: workspaceId };
    await recordAudit(tx, { ...audit, action: "auto_top_up.resumed" });
    return ok(null);
  });
}

/**
 * Removes the saved card and turns auto top-up off, which needs it. Stripe is told by the job, as often as it takes.
 * Owners and admins only.
 */
export async function removeSavedCard(actor: Actor): Promise<Changed> {
  if (!isAdmin(actor)) return fail("not_allowed", notAllowed);
  const { workspaceId, userId } = actor;
  await transaction(async (tx) => {
    await turnOff(tx, actor);
    const { count } = await tx.savedCard.updateMany({
      where: { workspaceId, removedAt: null },
      data: { removedAt: new Date() },
    });
    if (count === 0) return;
    await recordAudit(tx, {
      workspaceId,
      actorUserId: userId,
      action: "saved_card.removed",
      targetId: workspaceId,
    });
  });
  return ok(null);
}

async function turnOff(tx: Tx, { workspaceId, userId }: Actor): Promise<void> {
  await lockSetting(tx, workspaceId);
  const { count } = await tx.autoTopUp.updateMany({
    where: { workspaceId, isOn: true },
    data: {
      isOn: false,
      pausedAt: null,
      pauseReason: null,
      declines: 0,
      nextAttemptAt: null,
      updatedAt: new Date(),
    },
  });
  if (count === 0) return;
  const audit = { workspaceId, actorUserId: userId, targetId: workspaceId };
  await recordAudit(tx, { ...audit, action: "auto_top_up.off" });
}
