import { msPerDay } from "@/lib/kernel/clock";

/** A material change is announced at least this many days before it takes effect. */
export const noticeDays = 30;

/** The mails take time: they go out in batches. Within a day, some 280,000 accounts have theirs, if the mail
 * server takes 100 mails every 30 seconds. */
const mailingDays = 1;

/**
 * The first midnight in UTC that is at least 31 days after `publishedAt`, so that 30 days are left for those who get their
 * mail last.
 */
export function materialDate(publishedAt: Date): Date {
  const days = noticeDays + mailingDays;
  return new Date(Math.ceil((publishedAt.getTime() + days * msPerDay) / msPerDay) * msPerDay);
}
