import "server-only";
import { db } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";

/**
 * Deletes mails that were sent or given up a week ago: an address is personal data, and the outbox is not an archive. The
 * mail about a deleted account is the last place that has its address, so it is deleted a day after it was sent.
 */
export async function purgeMails(now = new Date()): Promise<{ mails: number }> {
  const before = new Date(now.getTime() - 7 * msPerDay);
  const dayBefore = new Date(now.getTime() - msPerDay);
  const isOver = (date: Date) => ({ OR: [{ sentAt: { lt: date } }, { failedAt: { lt: date } }] });
  const { count } = await db().outboxMail.deleteMany({
    where: { OR: [isOver(before), { kind: "account_deleted", ...isOver(dayBefore) }] },
  });
  return { mails: count };
}
