import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import type { KeyOrigin } from "@/lib/keys/rules/key-mail";
import type { Key } from "@/lib/keys/rules/key-view";
import { keyRotatedMail, type MailedRotation } from "@/lib/keys/rules/rotation-mail";
import { queueMail } from "@/lib/mail/queue-mail";
import { keyMailContext } from "./key-mail-context";

type Notification = Pick<MailedRotation, "oldLabel" | "oldEndsAt" | "endedLabel"> & {
  readonly actor: Actor;
  /** As it is after the rotation. */
  readonly key: Key;
  readonly from: KeyOrigin;
};

/**
 * Notifies the creator of a rotated key by mail, in the transaction that rotates it. Of a key without a creator, the
 * caller. Someone else who rotated it is named, without their device and network.
 */
export async function notifyOfRotation(
  tx: Tx,
  { actor, key, from, ...rotation }: Notification,
): Promise<void> {
  const userId = key.creatorUserId ?? actor.userId;
  const context = await keyMailContext(tx, userId, key);
  if (!context) return;
  const by = userId === actor.userId ? { from } : { name: await nameOf(tx, actor) };
  const rotatedAt = key.updatedAt ?? new Date();
  const isDisabled = key.state === "disabled";
  await queueMail(tx, keyRotatedMail({ ...key, ...rotation, isDisabled, rotatedAt, by }, context));
}

async function nameOf(tx: Tx, { userId }: Actor): Promise<string> {
  const user = await tx.user.findUnique({ where: { id: userId }, select: { name: true, email: true } });
  return user?.name ?? user?.email ?? "Someone else";
}
