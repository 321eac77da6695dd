import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction, type Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { fail, type Failure, ok, type Outcome } from "@/lib/kernel/outcome";
import { clearKeyCache } from "./authenticate-key";
import type { KeyName } from "./get-key";
import { keyMeter } from "./internal/key-meters";
import { keyFields, type KeyRow, toKey } from "./internal/key-row";
import { lockForSecrets } from "./internal/lock-for-secrets";
import { logKeyChange } from "./internal/log-key-change";
import { endOldSecrets, workingOldSecret } from "./internal/replace-secret";
import type { KeyOrigin } from "./rules/key-mail";
import type { Key } from "./rules/key-view";

/**
 * Ends the old secret with this label before its time. The key goes on with its current secret. Repeating it, or coming too
 * late, changes and records nothing. Where another old secret works, of a later rotation, it is not touched, and the call
 * fails: someone who ends a leaked secret must not believe that only the current one is left.
 */
export async function endOldSecret(
  actor: Actor,
  name: KeyName,
  oldLabel: string,
  from: KeyOrigin,
): Promise<Outcome<Key, "not_found" | "changed_meanwhile">> {
  const outcome = await transaction(async (tx) => {
    const locked = await lockForSecrets(tx, actor, name);
    if (!locked) return fail("not_found");
    const { found } = locked;
    const ended = await endOldSecrets(tx, found, oldLabel);
    if (ended === null && (await isAnotherMeant(tx, found, oldLabel))) return changedMeanwhile();
    const now = new Date();
    const meter = await keyMeter(tx, found);
    if (ended === null) return ok(toKey(found, meter, now));
    const row = await tx.apiKey.update({
      where: { id: found.id, workspaceId: actor.workspaceId },
      data: { updatedAt: now, version: { increment: 1n } },
      select: keyFields,
    });
    const key = toKey(row, meter, now);
    await recordAudit(tx, {
      workspaceId: actor.workspaceId,
      actorUserId: actor.userId,
      action: "key.old_secret_ended",
      targetId: key.id,
      after: { label: ended },
    });
    await logKeyChange(tx, "old_secret_ended", { actor, key: { ...key, label: ended }, from });
    return ok(key);
  });
  if (outcome.ok) clearKeyCache();
  return outcome;
}

/** Whether a label that no working old secret has is that of the current one, or another old secret works. */
async function isAnotherMeant(tx: Tx, found: KeyRow, oldLabel: string): Promise<boolean> {
  return found.label === oldLabel || (await workingOldSecret(tx, found)) !== null;
}

function changedMeanwhile(): Failure<"changed_meanwhile"> {
  return fail("changed_meanwhile", {
    message:
      "Nothing was changed: this key was rotated meanwhile, perhaps in another tab, and another old secret works. Reload the page to see its secrets.",
  });
}
