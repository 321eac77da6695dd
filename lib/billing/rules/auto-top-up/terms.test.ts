import { describe, expect, it } from "vitest";
import { nanosPerDollar } from "@/lib/kernel/money";
import { afterDecline, nextStepMs } from "./declines";
import { limitMonth } from "./month";
import { autoTopUpConsentText, termsProblem } from "./terms";

const fee = { partsPerMillion: 55_000n, minNanos: 800_000_000n };
const terms = {
  thresholdNanos: 5n * nanosPerDollar,
  creditsNanos: 25n * nanosPerDollar,
  monthlyMaxNanos: 100n * nanosPerDollar,
};

describe("terms", () => {
  it("pass when one purchase with its fee fits into the monthly limit, to the cent", () => {
    expect(termsProblem(terms, fee)).toBeNull();
    const cent = 10_000_000n;
    const total = 2_638n * cent;
    expect(termsProblem({ ...terms, monthlyMaxNanos: total }, fee)).toBeNull();
    expect(termsProblem({ ...terms, monthlyMaxNanos: total - cent }, fee)).toMatchObject({
      field: "monthlyMax",
      message: expect.stringContaining("$26.38"),
    });
  });

  it.each([
    ["threshold", { thresholdNanos: 0n }],
    ["threshold", { thresholdNanos: -nanosPerDollar }],
    ["threshold", { thresholdNanos: 5n * nanosPerDollar + 1n }],
    ["threshold", { thresholdNanos: 25_001n * nanosPerDollar }],
    ["amount", { creditsNanos: 4n * nanosPerDollar }],
    ["amount", { creditsNanos: 26_000n * nanosPerDollar }],
    ["monthlyMax", { monthlyMaxNanos: 1_000_001n * nanosPerDollar }],
    ["monthlyMax", { monthlyMaxNanos: 100n * nanosPerDollar + 1n }],
  ])("are rejected next to %s", (field, change) => {
    expect(termsProblem({ ...terms, ...change }, fee)?.field).toBe(field);
  });

  it("are all in the sentence that a person agrees to", () => {
    const facts = { product: "Counterfoil", terms, fee };
    const text = autoTopUpConsentText({ ...facts, expiryDays: 0 });
    expect(text).not.toContain("expire");
    expect(autoTopUpConsentText({ ...facts, expiryDays: 365 })).toContain("expire 365 days after");
    for (const part of ["$5.00", "$25.00", "$26.38", "$1.38", "$100.00", "UTC"]) expect(text).toContain(part);
  });
});

describe("a decline", () => {
  it("is followed by a wait twice, then by a pause", () => {
    expect(afterDecline("generic_decline", 0, 0)).toEqual({ kind: "wait", untilMs: 300_000 });
    expect(afterDecline("insufficient_funds", 1, 0)).toEqual({ kind: "wait", untilMs: 1_800_000 });
    expect(afterDecline("generic_decline", 2, 0)).toEqual({ kind: "pause", reason: "declined" });
  });

  it.each([
    ["authentication_required", "authentication_required"],
    ["expired_card", "expired_card"],
    ["stolen_card", "lost_card"],
    ["card_removed", "card_removed"],
  ])("for %s pauses at once", (code, reason) => {
    expect(afterDecline(code, 0, 0)).toEqual({ kind: "pause", reason });
  });
});

it("the month of the limit begins and ends in UTC", () => {
  const { start, end } = limitMonth(new Date("2026-12-31T23:59:59.999Z"));
  expect([start.toISOString(), end.toISOString()]).toEqual([
    "2026-12-01T00:00:00.000Z",
    "2027-01-01T00:00:00.000Z",
  ]);
});

it("an unknown outcome is asked for at growing intervals of at most five minutes", () => {
  expect([0, 1, 2, 8, 500].map((steps) => nextStepMs(steps, 0))).toEqual([
    2_000, 4_000, 8_000, 300_000, 300_000,
  ]);
});
