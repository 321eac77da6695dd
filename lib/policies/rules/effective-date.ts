import { msPerDay } from "@/lib/kernel/clock";

/** A material change is announced at least this many days before it takes effect. */
export const noticeDays = 30;

/** The first midnight in UTC that is at least 30 days after `publishedAt`. */
export function materialDate(publishedAt: Date): Date {
  return new Date(Math.ceil((publishedAt.getTime() + noticeDays * msPerDay) / msPerDay) * msPerDay);
}
