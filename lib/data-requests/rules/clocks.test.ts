import { expect, test } from "vitest";
import type { RequestKind, RequestLaw } from "./request-kinds";
import { deadlinesOf, endOfBusinessDay, endOfDay, extendedDeadline, nextDeadline, urgencyOf } from "./clocks";

const at = (text: string) => new Date(text);
const end = (day: string) => `${day}T23:59:59.999Z`;

test.each([
  // 2026-11-23 is a Monday.
  ["Monday morning", "2026-11-23T09:00:00Z", 2, "2026-11-25"],
  ["Monday's first millisecond", "2026-11-23T00:00:00.000Z", 2, "2026-11-25"],
  ["Monday's last millisecond", "2026-11-23T23:59:59.999Z", 2, "2026-11-25"],
  ["Thursday", "2026-11-26T12:00:00Z", 2, "2026-11-30"],
  ["Friday evening", "2026-11-27T22:00:00Z", 2, "2026-12-01"],
  ["Saturday", "2026-11-28T01:00:00Z", 2, "2026-12-01"],
  ["Sunday", "2026-11-29T23:00:00Z", 2, "2026-12-01"],
  ["ten days over two weekends", "2026-11-23T09:00:00Z", 10, "2026-12-07"],
  ["ten days from a Sunday", "2026-11-29T09:00:00Z", 10, "2026-12-11"],
  ["over the end of a year", "2026-12-31T12:00:00Z", 2, "2027-01-04"],
  // 2028-02-29 is a Tuesday.
  ["a leap day counts", "2028-02-28T12:00:00Z", 1, "2028-02-29"],
  ["from a leap day", "2028-02-29T12:00:00Z", 2, "2028-03-02"],
  ["none", "2026-11-28T12:00:00Z", 0, "2026-11-28"],
])("business days end with the day: %s", (_name, from, days, day) => {
  expect(endOfBusinessDay(at(from), days).toISOString()).toBe(end(day));
});

test.each([
  ["2026-11-30T23:59:59.999Z", 30, "2026-12-30"],
  ["2026-12-01T00:00:00.000Z", 30, "2026-12-31"],
  ["2027-01-31T12:00:00Z", 30, "2027-03-02"],
  ["2028-01-31T12:00:00Z", 30, "2028-03-01"],
  ["2028-02-29T12:00:00Z", 45, "2028-04-14"],
])("calendar days after %s: %i", (from, days, day) => {
  expect(endOfDay(at(from), days).toISOString()).toBe(end(day));
});

test("the legal period starts with the request, and the others when it reaches the queue", () => {
  // Sent on a Friday evening, confirmed on the next Thursday.
  const arrival = { receivedAt: at("2026-11-20T22:00:00Z"), reachedAt: at("2026-11-26T10:00:00Z") };
  expect(deadlinesOf({ kind: "copy", law: "gdpr", ...arrival })).toEqual({
    acknowledgeBy: at(end("2026-11-30")),
    answerBy: at(end("2026-12-10")),
    latestBy: at(end("2026-12-20")),
  });
  expect(deadlinesOf({ kind: "copy", law: "other", ...arrival }).latestBy).toEqual(at(end("2026-12-20")));
  expect(deadlinesOf({ kind: "copy", law: "ccpa", ...arrival }).latestBy).toEqual(at(end("2027-01-04")));
});

test("opting out under the CCPA has 15 business days", () => {
  const arrival = { receivedAt: at("2026-11-20T22:00:00Z"), reachedAt: at("2026-11-26T10:00:00Z") };
  const latest = (kind: RequestKind, law: RequestLaw) => deadlinesOf({ kind, law, ...arrival }).latestBy;
  expect(latest("opt_out", "ccpa")).toEqual(at(end("2026-12-11")));
  expect(latest("deletion", "ccpa")).toEqual(at(end("2027-01-04")));
  expect(latest("opt_out", "gdpr")).toEqual(at(end("2026-12-20")));
});

test("no deadline is later than the legal one", () => {
  const late = { receivedAt: at("2026-11-02T10:00:00Z"), reachedAt: at("2026-12-01T10:00:00Z") };
  const legal = at(end("2026-12-02"));
  expect(deadlinesOf({ kind: "copy", law: "gdpr", ...late })).toEqual({
    acknowledgeBy: legal,
    answerBy: legal,
    latestBy: legal,
  });
});

test("one extension counts from the request too", () => {
  expect(extendedDeadline("gdpr", at("2026-11-20T22:00:00Z"))).toEqual(at(end("2027-02-18")));
  expect(extendedDeadline("ccpa", at("2026-11-20T22:00:00Z"))).toEqual(at(end("2027-02-18")));
  expect(extendedDeadline("ccpa", at("2027-12-01T00:00:00Z"))).toEqual(at(end("2028-02-29")));
});

test("the next deadline follows what was done", () => {
  const deadlines = deadlinesOf({
    kind: "copy",
    law: "gdpr",
    receivedAt: at("2026-11-23T09:00:00Z"),
    reachedAt: at("2026-11-23T09:00:00Z"),
  });
  const [none, done] = [null, at("2026-11-24T09:00:00Z")];
  const next = (acknowledgedAt: Date | null, extendedAt: Date | null) =>
    nextDeadline({ ...deadlines, acknowledgedAt, extendedAt }).name;
  expect([next(none, none), next(done, none), next(done, done)]).toEqual(["acknowledge", "answer", "latest"]);
});

test("a request is late a millisecond after its deadline, and urgent a day before it", () => {
  const due = at(end("2026-11-25"));
  expect(urgencyOf(due, at(end("2026-11-25")))).toBe("soon");
  expect(urgencyOf(due, at("2026-11-26T00:00:00.000Z"))).toBe("overdue");
  expect(urgencyOf(due, at("2026-11-24T23:59:59.999Z"))).toBe("soon");
  expect(urgencyOf(due, at("2026-11-24T23:59:59.998Z"))).toBe("later");
});
