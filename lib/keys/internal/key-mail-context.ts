import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { Tx } from "@/lib/db/client";
import { paths } from "@/lib/kernel/paths";
import type { KeyMailContext } from "@/lib/keys/rules/key-mail";
import type { Key } from "@/lib/keys/rules/key-view";
import { makeDisableUrl } from "../make-disable-url";

/** Recipient and links of a mail about a key; null for someone whose account was deleted. */
export async function keyMailContext(tx: Tx, userId: string, key: Key): Promise<KeyMailContext | null> {
  const user = await tx.user.findUnique({ where: { id: userId }, select: { email: true } });
  if (!user?.email) return null;
  const { email } = user;
  return {
    product: product.name,
    recipient: email,
    keysUrl: `${env().appUrl}${paths.keys}`,
    disableUrl: makeDisableUrl({ workspaceId: key.workspaceId, userId, keyId: key.id }, email),
  };
}
