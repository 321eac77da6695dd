import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction, type Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { fail, type Failure, ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { clearKeyCache } from "./authenticate-key";
import type { KeyName } from "./get-key";
import { keyMeter } from "./internal/key-meters";
import { keyFields, type KeyRow, toKey } from "./internal/key-row";
import { type LockedForSecrets, lockForSecrets } from "./internal/lock-for-secrets";
import { logKeyChange } from "./internal/log-key-change";
import { mintSecret } from "./internal/mint-secret";
import { notifyOfRotation } from "./internal/notify-of-rotation";
import { deleteEndedSecrets, endOldSecrets, replaceSecret } from "./internal/replace-secret";
import type { KeyOrigin } from "./rules/key-mail";
import type { Key } from "./rules/key-view";
import { overlapProblem, rotationProblem } from "./rules/may-rotate";
import { isOverlap, overlapMessage } from "./rules/overlap";

export type Rotation = {
  /** How long the old secret works on: whole hours, 0 to 168. */
  readonly overlapHours: number;
  /** The label that the key had when its user decided. */
  readonly seenLabel: string;
};

export type Rotated = {
  readonly key: Key;
  readonly secret: string;
  /** When the secret that was replaced ends; null when it has ended. */
  readonly oldEndsAt: Date | null;
  /** The label of an even older secret, which still worked and was ended by this rotation. */
  readonly endedLabel: string | null;
};

type RotateKeyError =
  "not_found" | "not_allowed" | "key_not_active" | "overlap_invalid" | "changed_meanwhile";

/**
 * Gives a key a new secret, which is in the result and nowhere else. The old one works on for the overlap, or until the key
 * expires: two secrets, one key with its limit and history. At most one old secret works, so a rotation during an overlap
 * ends the oldest one at once. A rotation based on a label that the key no longer has is refused: of two that run
 * concurrently, or of a form that is sent twice, one makes a secret. A disabled key stays disabled, and gets a secret only
 * without an overlap. The key's creator is notified by mail.
 */
export async function rotateKey(
  actor: Actor,
  name: KeyName,
  rotation: Rotation,
  from: KeyOrigin,
): Promise<Outcome<Rotated, RotateKeyError>> {
  const { overlapHours } = rotation;
  if (!isOverlap(overlapHours)) {
    return fail("overlap_invalid", { field: "overlapHours", message: overlapMessage });
  }
  const { secret, hash, label } = mintSecret();
  const outcome = await transaction(async (tx) => {
    const locked = await lockForSecrets(tx, actor, name);
    if (!locked) return fail("not_found");
    const { found } = locked;
    const refused = await refusal(tx, locked, rotation);
    if (refused) return refused;
    await deleteEndedSecrets(tx, found);
    const endedLabel = await endOldSecrets(tx, found);
    const { replacedAt, endsAt } = await replaceSecret(tx, found, { hash, overlapHours });
    const row = await tx.apiKey.update({
      where: { id: found.id, workspaceId: actor.workspaceId },
      data: { label, updatedAt: replacedAt, version: { increment: 1n } },
      select: keyFields,
    });
    const key = toKey(row, await keyMeter(tx, row), new Date());
    const oldEndsAt = overlapHours === 0 ? null : endsAt;
    await recordAudit(tx, {
      workspaceId: actor.workspaceId,
      actorUserId: actor.userId,
      action: "key.rotated",
      targetId: key.id,
      before: { label: found.label },
      after: { label: key.label, oldSecretEndsAt: endsAt.toISOString(), overlapHours, endedLabel },
    });
    await logKeyChange(tx, "key_rotated", { actor, key, from });
    await notifyOfRotation(tx, { actor, key, from, oldLabel: found.label, oldEndsAt, endedLabel });
    return ok({ key, secret, oldEndsAt, endedLabel });
  });
  if (outcome.ok) {
    clearKeyCache();
    void deliverMails();
  }
  return outcome;
}

/** Why a locked key does not get a new secret. */
async function refusal(
  tx: Tx,
  { by, found }: LockedForSecrets,
  { seenLabel, overlapHours }: Rotation,
): Promise<Failure<Exclude<RotateKeyError, "not_found">> | null> {
  const now = new Date();
  const problem = rotationProblem(by, found, { creatorHasLeft: await hasLeft(tx, found), now });
  if (problem) return fail(problem.code, { message: problem.message });
  const message = overlapProblem(toKey(found, null, now).state, overlapHours);
  if (message !== null) return fail("overlap_invalid", { field: "overlapHours", message });
  return found.label === seenLabel
    ? null
    : fail("changed_meanwhile", {
        message:
          "Nothing was changed: this key was rotated meanwhile, perhaps in another tab. Reload the page to see its secrets. If the new secret was lost, rotate again.",
      });
}

/** Whether the creator of a key is no longer a member of its workspace: the key does not authenticate. */
async function hasLeft(tx: Tx, { workspaceId, creatorUserId: userId }: KeyRow): Promise<boolean> {
  return (
    userId !== null && (await tx.member.count({ where: { workspaceId, userId, removedAt: null } })) === 0
  );
}
