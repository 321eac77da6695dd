import "server-only";
import { uuidv7 } from "uuidv7";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import { takeNamedLock } from "@/lib/db/advisory-lock";
import type { Tx } from "@/lib/db/client";
import { paths } from "@/lib/kernel/paths";
import { addToBundle, emptyBundle, readBundle, renderBundle, type Summary } from "@/lib/mail/rules/bundle";
import { type BoundedLimit, kindsOf, singlesMax } from "@/lib/mail/rules/mail-kinds";

const hourMs = 3_600_000;
/** A combined mail is sent this long after the first mail in it. */
const bundleMs = 15 * 60_000;
const bundleKind = "bundle";

/**
 * How many single mails of this limit the address may still get now. The transaction keeps a lock on the address until
 * it ends: two concurrent mails must not both count as the last one.
 */
export async function countRoom(tx: Tx, recipient: string, limit: BoundedLimit, now: Date): Promise<number> {
  await takeNamedLock(tx, `mails ${recipient}`);
  const since = new Date(now.getTime() - hourMs);
  const singles = await tx.outboxMail.count({
    where: { recipient, kind: { in: [...kindsOf(limit)] }, createdAt: { gt: since } },
  });
  return Math.max(0, singlesMax[limit] - singles);
}

/** Adds a mail to the waiting combined mail of the address, or starts one. The lock of `countRoom` is held. */
export async function addToWaiting(tx: Tx, recipient: string, summary: Summary, now: Date): Promise<void> {
  const waiting = await tx.outboxMail.findFirst({
    // A mail that was tried once may be in delivery, and its text is erased afterwards.
    where: { recipient, kind: bundleKind, attempts: 0, nextTryAt: { gt: now } },
    orderBy: { createdAt: "desc" },
    select: { id: true, text: true, createdAt: true },
  });
  const from = waiting?.createdAt ?? now;
  const bundle = addToBundle(waiting ? readBundle(waiting.text) : emptyBundle, summary, now);
  const context = { product: product.name, from, pagesUrl: `${env().appUrl}${paths.account}` };
  const mail = renderBundle(bundle, context);
  if (waiting) {
    // Its delivery may have started since: then nothing matches, and the line begins another mail.
    const { count } = await tx.outboxMail.updateMany({
      where: { id: waiting.id, attempts: 0 },
      data: mail,
    });
    if (count === 1) return;
    return addToWaiting(tx, recipient, summary, now);
  }
  await tx.outboxMail.create({
    data: {
      id: uuidv7(),
      kind: bundleKind,
      recipient,
      ...mail,
      createdAt: now,
      nextTryAt: new Date(now.getTime() + bundleMs),
    },
    select: { id: true },
  });
}
