import { expect, it } from "vitest";
import { creditedBefore, dueWarning, expiresAt, type WarnedPurchase } from "./credit-expiry";

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const terms = { days: 365, since: day(1) };
/** Credited on day 1, so that its credits expire on day 366. */
const purchase = (warnedDays: number | null = null, warnedOn: number | null = null): WarnedPurchase => ({
  creditedAt: day(1),
  expiryWarnedDays: warnedDays,
  expiryWarnedAt: warnedOn === null ? null : day(warnedOn),
});

it("credits expire after their days, and not within a month of switching it on", () => {
  expect(expiresAt(purchase(), terms, day(300))).toEqual(day(366));
  expect(expiresAt(purchase(), { days: 365, since: day(400) }, day(400))).toEqual(day(430));
});

it("credits expire no sooner than a week after the last warning", () => {
  expect(expiresAt(purchase(7, 359), terms, day(360))).toEqual(day(366));
  expect(expiresAt(purchase(7, 364), terms, day(370))).toEqual(day(371));
  expect(expiresAt(purchase(7, 400), terms, day(500))).toEqual(day(407));
  // Not warned yet, or only for the first time: as if it were warned now.
  expect(expiresAt(purchase(), terms, day(400))).toEqual(day(407));
  expect(expiresAt(purchase(30, 336), terms, day(400))).toEqual(day(407));
});

it("a warning is due 30 and 7 days ahead, each once, and the last one also late", () => {
  const due = (made: WarnedPurchase, on: number) => dueWarning(made, terms, day(on));
  expect(due(purchase(), 335)).toBeNull();
  expect(due(purchase(), 336)).toBe(30);
  expect(due(purchase(30, 336), 346)).toBeNull();
  expect(due(purchase(30, 336), 359)).toBe(7);
  expect(due(purchase(), 361)).toBe(7);
  expect(due(purchase(7, 359), 365)).toBeNull();
  expect(due(purchase(7, 359), 400)).toBeNull();
  expect(due(purchase(), 366)).toBe(7);
  expect(due(purchase(30, 336), 400)).toBe(7);
  // Warned by a version that did not store when.
  expect(due(purchase(7), 400)).toBe(7);
});

it("the limits for queries select the purchases that are due", () => {
  for (const since of [day(1), day(340), day(400)]) {
    for (let on = 330; on < 440; on += 1) {
      const due = dueWarning(purchase(), { days: 365, since }, day(on));
      const isBefore = (ahead: number) => {
        const limit = creditedBefore(ahead, { days: 365, since }, day(on));
        return limit !== null && day(1) <= limit;
      };
      expect(isBefore(7) ? 7 : isBefore(30) ? 30 : null).toBe(due);
    }
  }
});
