import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import { takeNamedLock } from "@/lib/db/advisory-lock";
import type { Tx } from "@/lib/db/client";
import { paths } from "@/lib/kernel/paths";
import { keyCountIn, keyCreatedMail, keysCreatedMail } from "@/lib/keys/rules/key-mail";
import { queueMail } from "@/lib/mail/queue-mail";

type CreatedKey = { readonly name: string; readonly label: string; readonly createdAt: Date };

/** Mails about single keys that a user gets per hour. */
const singlesMax = 5;
/** Keys created after that are reported together, this long after the first of them. */
const bundleMs = 15 * 60_000;
const hourMs = 3_600_000;

/**
 * Notifies the creator of a key by mail, in the transaction that creates it. A program that creates a hundred keys
 * causes few mails: one each for the first five, then one every 15 minutes with the number of keys.
 */
export async function notifyCreator(tx: Tx, creatorUserId: string, key: CreatedKey): Promise<void> {
  const creator = await tx.user.findUnique({ where: { id: creatorUserId }, select: { email: true } });
  if (!creator?.email) return;
  const recipient = creator.email;
  // Two keys that are created concurrently must not both count as the fifth.
  await takeNamedLock(tx, `key mails ${creatorUserId}`);
  const context = { product: product.name, keysUrl: `${env().appUrl}${paths.keys}` };
  const since = new Date(key.createdAt.getTime() - hourMs);
  const singles = await tx.outboxMail.count({
    where: { recipient, kind: "key_created", createdAt: { gt: since } },
  });
  if (singles < singlesMax) {
    return queueMail(tx, { kind: "key_created", recipient, ...keyCreatedMail(key, context) });
  }
  // A mail that is due may be in delivery already.
  const waiting = await tx.outboxMail.findFirst({
    where: {
      recipient,
      kind: "keys_created",
      sentAt: null,
      failedAt: null,
      nextTryAt: { gt: key.createdAt },
    },
    orderBy: { createdAt: "desc" },
    select: { id: true, subject: true, createdAt: true },
  });
  const from = waiting?.createdAt ?? key.createdAt;
  // The count comes from the mail: times and ids of keys created concurrently are in no particular order.
  const count = 1 + (waiting ? keyCountIn(waiting.subject) : 0);
  const mail = keysCreatedMail({ count, from, newest: key }, context);
  if (waiting) {
    await tx.outboxMail.update({ where: { id: waiting.id }, data: mail, select: { id: true } });
    return;
  }
  const dueAt = new Date(from.getTime() + bundleMs);
  await queueMail(tx, { kind: "keys_created", recipient, ...mail }, { createdAt: from, dueAt });
}
