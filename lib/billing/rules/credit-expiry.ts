import { msPerDay } from "@/lib/kernel/clock";

/** Days ahead of which owners and admins are warned, the earliest first. */
export const warningDays = [30, 7] as const;

const [firstDays, lastDays] = warningDays;

export type ExpiryTerms = { readonly days: number; readonly since: Date };

/** A credited purchase as its expiry sees it. */
export type WarnedPurchase = {
  readonly creditedAt: Date;
  /** The last warning that was given, in days ahead, and when. */
  readonly expiryWarnedDays: number | null;
  readonly expiryWarnedAt: Date | null;
};

/**
 * When the credits of a purchase expire: so many days after they were credited, never sooner than a month after the
 * operator switched expiry on, and never sooner than a week after the last warning. One that was not warned for the last
 * time is treated as if that happened now, so the page and the warning name the same date.
 */
export function expiresAt(purchase: WarnedPurchase, terms: ExpiryTerms, now: Date): Date {
  const lastWarning = isWarned(purchase) ? purchase.expiryWarnedAt : now;
  return new Date(Math.max(regularExpiry(purchase, terms), lastWarning.getTime() + lastDays * msPerDay));
}

/** Whether the last warning was given; only then may anything expire. */
function isWarned(purchase: WarnedPurchase): purchase is WarnedPurchase & { readonly expiryWarnedAt: Date } {
  return purchase.expiryWarnedDays === lastDays && purchase.expiryWarnedAt !== null;
}

function regularExpiry({ creditedAt }: WarnedPurchase, { days, since }: ExpiryTerms): number {
  return Math.max(creditedAt.getTime() + days * msPerDay, since.getTime() + firstDays * msPerDay);
}

/**
 * The warning that is due: 30 or 7 days ahead; null when none is, or when it was given. A purchase whose first warning was
 * missed, because the product did not run, gets the second only; one whose date has passed without the second gets it
 * late. The statement in expiry/warn-of-expiry.ts has the same rule; a test compares both.
 */
export function dueWarning(purchase: WarnedPurchase, terms: ExpiryTerms, now: Date): 30 | 7 | null {
  const leftMs = regularExpiry(purchase, terms) - now.getTime();
  if (leftMs <= lastDays * msPerDay) return isWarned(purchase) ? null : lastDays;
  return leftMs <= firstDays * msPerDay && purchase.expiryWarnedDays === null ? firstDays : null;
}

/**
 * For queries: a purchase is due for the warning of so many days ahead when it was credited at this moment or earlier.
 * Null while no purchase can be due, because expiry was switched on too recently.
 */
export function creditedBefore(aheadDays: number, { days, since }: ExpiryTerms, now: Date): Date | null {
  if (since.getTime() + (firstDays - aheadDays) * msPerDay > now.getTime()) return null;
  return new Date(now.getTime() - (days - aheadDays) * msPerDay);
}
