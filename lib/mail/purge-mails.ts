import "server-only";
import { db } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";

/**
 * Deletes mails that were sent or given up a week ago: an address is personal data, and the outbox is not an archive.
 */
export async function purgeMails(now = new Date()): Promise<{ mails: number }> {
  const before = new Date(now.getTime() - 7 * msPerDay);
  const { count } = await db().outboxMail.deleteMany({
    where: { OR: [{ sentAt: { lt: before } }, { failedAt: { lt: before } }] },
  });
  return { mails: count };
}
