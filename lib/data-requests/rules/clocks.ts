import { msPerDay } from "@/lib/kernel/clock";
import type { RequestKind, RequestLaw } from "./request-kinds";

/** Business days until a request has to be acknowledged. */
export const acknowledgeBusinessDays = 2;
/** Business days within which a substantive answer is due where possible. */
export const answerBusinessDays = 10;
/** Days within which an answer is due by law, and by how many they can be extended once. */
export const legalDays: Readonly<Record<RequestLaw, { readonly days: number; readonly extension: number }>> =
  {
    gdpr: { days: 30, extension: 60 },
    ccpa: { days: 45, extension: 45 },
    other: { days: 30, extension: 60 },
  };
/** Business days within which an opt-out under the CCPA is carried out. This period cannot be extended. */
export const optOutBusinessDays = 15;
/** Days after which a request is removed whose address was not confirmed. */
export const confirmDays = 7;

/** The last millisecond of the UTC day that is this many days after a moment. */
export function endOfDay(from: Date, days = 0): Date {
  const start = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate());
  return new Date(start + (days + 1) * msPerDay - 1);
}

/**
 * The end of the UTC day that is this many business days after a moment: Monday to Friday. The day of the moment itself
 * does not count. Holidays do: they differ between places, and counting them is stricter.
 */
export function endOfBusinessDay(from: Date, businessDays: number): Date {
  let day = endOfDay(from);
  for (let left = businessDays; left > 0;) {
    day = new Date(day.getTime() + msPerDay);
    if (isBusinessDay(day)) left -= 1;
  }
  return day;
}

function isBusinessDay(day: Date): boolean {
  return day.getUTCDay() !== 0 && day.getUTCDay() !== 6;
}

export type Deadlines = {
  readonly acknowledgeBy: Date;
  readonly answerBy: Date;
  readonly latestBy: Date;
};

export type RequestTopic = { readonly kind: RequestKind; readonly law: RequestLaw };

/** Whether a request has the short period that the CCPA's regulations give to opting out. */
export function isShortOptOut({ kind, law }: RequestTopic): boolean {
  return kind === "opt_out" && law === "ccpa";
}

type Arrival = {
  readonly kind: RequestKind;
  readonly law: RequestLaw;
  /** When the request was made: the legal period starts here, however long the confirmation takes. */
  readonly receivedAt: Date;
  /** When it reached the queue. What operators promise beyond the law starts here. */
  readonly reachedAt: Date;
};

/** The deadlines of a request. None is later than the legal one. */
export function deadlinesOf({ kind, law, receivedAt, reachedAt }: Arrival): Deadlines {
  const latestBy = isShortOptOut({ kind, law })
    ? endOfBusinessDay(receivedAt, optOutBusinessDays)
    : endOfDay(receivedAt, legalDays[law].days);
  const atMost = (at: Date) => (at < latestBy ? at : latestBy);
  return {
    acknowledgeBy: atMost(endOfBusinessDay(reachedAt, acknowledgeBusinessDays)),
    answerBy: atMost(endOfBusinessDay(reachedAt, answerBusinessDays)),
    latestBy,
  };
}

/** The legal deadline after its one extension. */
export function extendedDeadline(law: RequestLaw, receivedAt: Date): Date {
  const { days, extension } = legalDays[law];
  return endOfDay(receivedAt, days + extension);
}

type Waiting = Deadlines & { readonly acknowledgedAt: Date | null; readonly extendedAt: Date | null };

/** The deadline that comes next for an open request. */
export function nextDeadline(request: Waiting): { readonly name: DeadlineName; readonly at: Date } {
  if (request.acknowledgedAt === null) return { name: "acknowledge", at: request.acknowledgeBy };
  if (request.extendedAt !== null) return { name: "latest", at: request.latestBy };
  return { name: "answer", at: request.answerBy };
}

export type DeadlineName = "acknowledge" | "answer" | "latest";

export type Urgency = "overdue" | "soon" | "later";

/** Operators are warned a day before a deadline. */
export const soonMs = msPerDay;

export function urgencyOf(dueAt: Date, now: Date): Urgency {
  if (dueAt < now) return "overdue";
  return dueAt.getTime() - now.getTime() <= soonMs ? "soon" : "later";
}
