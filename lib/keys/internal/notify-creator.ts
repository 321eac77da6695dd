import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { Tx } from "@/lib/db/client";
import { paths } from "@/lib/kernel/paths";
import { keyCreatedMail } from "@/lib/keys/rules/key-mail";
import { queueMail } from "@/lib/mail/queue-mail";

type CreatedKey = { readonly name: string; readonly label: string };

/** Notifies the creator of a key by mail, in the transaction that creates it. */
export async function notifyCreator(tx: Tx, creatorUserId: string, key: CreatedKey): Promise<void> {
  const creator = await tx.user.findUnique({ where: { id: creatorUserId }, select: { email: true } });
  if (!creator?.email) return;
  const context = { product: product.name, keysUrl: `${env().appUrl}${paths.keys}` };
  await queueMail(tx, { kind: "key_created", recipient: creator.email, ...keyCreatedMail(key, context) });
}
