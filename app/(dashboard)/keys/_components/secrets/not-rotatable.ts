import { type Actor, isAdmin } from "@/lib/kernel/actor";
import type { Key } from "@/lib/keys/rules/key-view";

/**
 * Why a rotation of a key by this actor would be refused; null when it would not be. What a management key does is recorded
 * in the name of its creator, so no one else gets a secret of it. One without a creator acts in no one's name.
 */
export function notRotatable(
  actor: Actor,
  { kind, state, creatorUserId }: Pick<Key, "kind" | "state" | "creatorUserId">,
  creatorHasLeft: boolean,
): string | null {
  if (kind === "management" && !isAdmin(actor)) return "Only owners and admins can rotate management keys.";
  if (kind === "management" && creatorUserId !== null && creatorUserId !== actor.userId)
    return "Only its creator can rotate a management key, because its changes are recorded in their name. Disable or delete it instead.";
  if (state === "expired")
    return "This key has expired, and a new secret wouldn't work either. Create a new key.";
  return creatorHasLeft
    ? "This key stopped working when its creator left the workspace. Create a new key."
    : null;
}
