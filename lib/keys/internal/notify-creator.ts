import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import { takeNamedLock } from "@/lib/db/advisory-lock";
import type { Tx } from "@/lib/db/client";
import { paths } from "@/lib/kernel/paths";
import { countToldIn, keyCreatedMail, keysCreatedMail } from "@/lib/keys/rules/key-mail";
import { queueMail } from "@/lib/mail/queue-mail";

type MadeKey = { readonly name: string; readonly label: string; readonly createdAt: Date };

/** Mails about single keys that a person gets in an hour. */
const singlesMax = 5;
/** What is made after that is told together, this long after the first of it. */
const bundleMs = 15 * 60_000;
const hourMs = 3_600_000;

/**
 * Tells the creator of a key by mail, in the transaction that makes it. A program that makes a hundred keys causes a few
 * mails: five for the first, then one every quarter of an hour that says how many there were.
 */
export async function notifyCreator(tx: Tx, creatorUserId: string, key: MadeKey): Promise<void> {
  const creator = await tx.user.findUnique({ where: { id: creatorUserId }, select: { email: true } });
  if (!creator?.email) return;
  const recipient = creator.email;
  // Two keys that are made at once must not both count as the fifth.
  await takeNamedLock(tx, `key mails ${creatorUserId}`);
  const context = { product: product.name, keysUrl: `${env().appUrl}${paths.keys}` };
  const since = new Date(key.createdAt.getTime() - hourMs);
  const singles = await tx.outboxMail.count({
    where: { recipient, kind: "key_created", createdAt: { gt: since } },
  });
  if (singles < singlesMax) {
    return queueMail(tx, { kind: "key_created", recipient, ...keyCreatedMail(key, context) });
  }
  // One that is due may be on its way already.
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
  // The mail itself is what counts: times and ids of keys that are made at once are in no order.
  const count = 1 + (waiting ? countToldIn(waiting.subject) : 0);
  const mail = keysCreatedMail({ count, from, newest: key }, context);
  if (waiting) {
    await tx.outboxMail.update({ where: { id: waiting.id }, data: mail, select: { id: true } });
    return;
  }
  const dueAt = new Date(from.getTime() + bundleMs);
  await queueMail(tx, { kind: "keys_created", recipient, ...mail }, { createdAt: from, dueAt });
}
