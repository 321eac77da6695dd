import { type Actor, isAdmin } from "@/lib/kernel/actor";
import type { Key } from "./key-view";

export type RotationProblem = {
  readonly code: "not_allowed" | "key_not_active";
  readonly message: string;
};

/**
 * Why an actor who manages a key can't rotate it; null when they can. What a management key does is recorded in the name of
 * its creator, so no one else gets a secret of it: they disable or delete it. One without a creator acts in no one's name.
 */
export function rotationProblem(
  actor: Actor,
  { kind, state, creatorUserId }: Pick<Key, "kind" | "state" | "creatorUserId">,
  creatorHasLeft: boolean,
): RotationProblem | null {
  if (kind === "management" && !isAdmin(actor))
    return { code: "not_allowed", message: "Only owners and admins can rotate management keys." };
  if (kind === "management" && creatorUserId !== null && creatorUserId !== actor.userId)
    return {
      code: "not_allowed",
      message:
        "Only its creator can rotate a management key, because its changes are recorded in their name. Disable or delete it instead.",
    };
  if (state === "disabled") return notActive("This key is disabled. Enable it first, or create a new key.");
  if (state === "expired")
    return notActive("This key has expired, and a new secret wouldn't work either. Create a new key.");
  return creatorHasLeft
    ? notActive("This key stopped working when its creator left the workspace. Create a new key.")
    : null;
}

function notActive(message: string): RotationProblem {
  return { code: "key_not_active", message };
}
