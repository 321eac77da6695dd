import "server-only";
import { recordSecurityEvent } from "@/lib/accounts/security-log/record-security-event";
import type { Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { unknownOrigin } from "@/lib/kernel/network";
import type { KeyOrigin } from "@/lib/keys/rules/key-mail";
import type { Key } from "@/lib/keys/rules/key-view";

type LoggedChange = {
  readonly actor: Actor;
  /** Its label is that of the secret which the line names. */
  readonly key: Pick<Key, "creatorUserId" | "label" | "name">;
  readonly from: KeyOrigin;
};

/**
 * Adds a line to the security log of the caller, and to that of the key's creator, without the device and network of
 * someone else. In the transaction of the change, which has locked both (`lock-people.ts`), and before its mails are queued,
 * because those lock addresses.
 */
export async function logKeyChange(
  tx: Tx,
  kind: "key_created" | "key_deleted" | "key_rotated" | "old_secret_ended",
  { actor: { userId }, key, from }: LoggedChange,
): Promise<void> {
  const detail = { key: key.label, name: key.name };
  const origin = from.channel === "command line" ? unknownOrigin : from.origin;
  await recordSecurityEvent(tx, { userId, kind, origin, detail });
  const { creatorUserId } = key;
  if (creatorUserId === null || creatorUserId === userId) return;
  await recordSecurityEvent(tx, { userId: creatorUserId, kind, origin: unknownOrigin, detail });
}
