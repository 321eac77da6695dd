import "server-only";
import type { Tx } from "@/lib/db/client";
import { keyCreatedMail, type KeyOrigin } from "@/lib/keys/rules/key-mail";
import type { Key } from "@/lib/keys/rules/key-view";
import { queueMail } from "@/lib/mail/queue-mail";
import { keyMailContext } from "./key-mail-context";

/** Notifies the creator of a key by mail, in the transaction that creates it. */
export async function notifyCreator(tx: Tx, userId: string, key: Key, from: KeyOrigin): Promise<void> {
  const context = await keyMailContext(tx, userId, key);
  if (context) await queueMail(tx, keyCreatedMail(key, { ...context, from }));
}
