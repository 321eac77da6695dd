import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { Tx } from "@/lib/db/client";
import { paths } from "@/lib/kernel/paths";
import { keyCreatedMail, type KeyOrigin } from "@/lib/keys/rules/key-mail";
import type { Key } from "@/lib/keys/rules/key-view";
import { queueMail } from "@/lib/mail/queue-mail";
import { makeDisableUrl } from "../make-disable-url";

/** Notifies the creator of a key by mail, in the transaction that creates it. */
export async function notifyCreator(tx: Tx, userId: string, key: Key, from: KeyOrigin): Promise<void> {
  const creator = await tx.user.findUnique({ where: { id: userId }, select: { email: true } });
  if (!creator?.email) return;
  const { email } = creator;
  const disableUrl = makeDisableUrl({ workspaceId: key.workspaceId, userId, keyId: key.id }, email);
  const keysUrl = `${env().appUrl}${paths.keys}`;
  const context = { product: product.name, recipient: email, keysUrl, disableUrl };
  await queueMail(tx, keyCreatedMail(key, { ...context, from }));
}
