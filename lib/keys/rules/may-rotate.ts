import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { type Key, keyState, type KeyState } from "./key-view";

export type RotationProblem = {
  readonly code: "not_allowed" | "key_not_active";
  readonly message: string;
};

/**
 * Why an actor who manages a key can't rotate it; null when they can. What a management key does is recorded in the name of
 * its creator, so no one else gets a secret of it: they disable or delete it. One without a creator acts in no one's name.
 * A disabled key is rotated, so that it can be made safe before it is enabled again.
 */
export function rotationProblem(
  actor: Actor,
  { kind, expiresAt, creatorUserId }: Pick<Key, "kind" | "expiresAt" | "creatorUserId">,
  { creatorHasLeft, now }: { readonly creatorHasLeft: boolean; readonly now: Date },
): RotationProblem | null {
  if (kind === "management" && !isAdmin(actor))
    return { code: "not_allowed", message: "Only owners and admins can rotate management keys." };
  if (kind === "management" && creatorUserId !== null && creatorUserId !== actor.userId)
    return {
      code: "not_allowed",
      message:
        "Only its creator can rotate a management key, because its changes are recorded in their name. Disable or delete it instead.",
    };
  // Also of a key that is disabled: that can be taken back, an expiry cannot.
  if (keyState({ deletedAt: null, disabledAt: null, expiresAt }, now) === "expired")
    return notActive("This key has expired, and a new secret wouldn't work either. Create a new key.");
  return creatorHasLeft
    ? notActive("This key stopped working when its creator left the workspace. Create a new key.")
    : null;
}

function notActive(message: string): RotationProblem {
  return { code: "key_not_active", message };
}

/** Why the old secret of a key can't work on for so long; null when it can. Nothing works on while its key is disabled. */
export function overlapProblem(state: KeyState, overlapHours: number): string | null {
  return state === "disabled" && overlapHours > 0
    ? "This key is disabled. Rotate it without an overlap: no old secret will work when it is enabled again."
    : null;
}
