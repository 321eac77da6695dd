import { expect, it } from "vitest";
import { type AlertFact, alertFactSchema, storedFact } from "./alert-fact";
import { alertKinds, isMutable, kindTexts } from "./alert-kinds";
import { alertText } from "./alert-text";
import { monthlySpendSchema } from "./alert-input";

const dollars = (amount: number) => BigInt(Math.round(amount * 1_000_000_000));
const subjectId = "019abf2e-7c51-7d3a-9b1e-5f0c2a7d8e11";
const textOf = (fact: AlertFact, keyName: string | null = null) => alertText({ fact, subjectId, keyName });

const low = (balance: number, daysLeft: number | null = null) =>
  ({ kind: "low_balance", thresholdNanos: dollars(5), balanceNanos: dollars(balance), daysLeft }) as const;

it("the title of a low balance never shows more than there is", () => {
  expect(textOf(low(4.829)).title).toBe("Balance below $5.00: $4.82 left");
  expect(textOf(low(0)).title).toBe("Balance below $5.00: no credits left");
  expect(textOf(low(-1.5)).title).toBe("Balance below $5.00: −$1.50");
});

it("the pace is a sentence, if there is one", () => {
  expect(textOf(low(4, 3)).sentence).toMatch(
    /^At the pace of the last 7 days, it lasts about 3 days\. Requests/,
  );
  expect(textOf(low(4, 1)).sentence).toContain("lasts about a day.");
  expect(textOf(low(4, 0)).sentence).toContain("lasts less than a day.");
  expect(textOf(low(4)).sentence).toMatch(/^Requests/);
});

const facts: readonly AlertFact[] = [
  low(4),
  {
    kind: "monthly_spend",
    percent: 80,
    amountNanos: dollars(100),
    spentNanos: dollars(81.2),
    month: "2026-11",
  },
  { kind: "key_limit", percent: 100, limitNanos: dollars(10), usedNanos: dollars(10), reset: "daily" },
  { kind: "credits_expiring", amountNanos: dollars(7), expiresAt: "2026-12-29T10:00:00.000Z" },
  { kind: "payment_failed", creditsNanos: dollars(25) },
  { kind: "refund", amountNanos: dollars(4), creditsNanos: dollars(10), status: "failed" },
  { kind: "dispute", amountNanos: dollars(10.8), creditsNanos: dollars(10), status: "lost" },
  { kind: "auto_top_up" },
  {
    kind: "unusual_spend",
    subject: "key",
    spentNanos: dollars(31.2),
    usualNanos: dollars(0.42),
    usualOf: "workspace",
    hourStart: "2026-11-28T18:30:00.000Z",
  },
  { kind: "key_rejected", requests: 63, state: "expired" },
];

it("every kind has a title that states the fact", () => {
  expect(facts.map((fact) => textOf(fact, "Production").title)).toEqual([
    "Balance below $5.00: $4.00 left",
    "November spend reached 80% of $100.00: $81.20 so far",
    "Key “Production” reached its limit: $10.00 of $10.00",
    "$7.00 in credits starts expiring on Dec 29, 2026",
    "Payment failed: $25.00 in credits not added",
    "Refund of $4.00 failed for a purchase of $10.00",
    "Dispute of $10.80 lost for a purchase of $10.00",
    "Auto top-up is paused",
    "Unusual spend: key “Production” spent $31.20 in an hour",
    "Key “Production” has expired, and was used 63 times in an hour",
  ]);
  expect(facts.map(({ kind }) => kind).sort()).toEqual([...alertKinds].sort());
  expect(Object.keys(kindTexts).sort()).toEqual([...alertKinds].sort());
});

it("an old secret has its own sentence, in which the key works", () => {
  const { title, sentence } = textOf({ kind: "key_rejected", requests: 63, state: "rotated" }, "Production");
  expect(title).toBe("An old secret of key “Production” has ended, and was used 63 times in an hour");
  expect(sentence).toContain("the key works with its current secret");
});

it("facts are stored as JSON without losing a digit", () => {
  for (const fact of [...facts, low(1e-9), { ...low(0), balanceNanos: -9_007_199_254_740_993n }]) {
    expect(alertFactSchema.parse(JSON.parse(JSON.stringify(storedFact(fact))))).toEqual(fact);
  }
});

it("mails about money that was taken, and about the security of keys, cannot be switched off", () => {
  expect(alertKinds.filter((kind) => !isMutable(kind))).toEqual([
    "payment_failed",
    "refund",
    "dispute",
    "auto_top_up",
    "unusual_spend",
    "key_rejected",
  ]);
});

it("a monthly alert has an amount and a share, or is off", () => {
  expect(monthlySpendSchema.parse({ amount: "100", step50: "on", step100: "on" })).toEqual({
    monthlyNanos: dollars(100),
    steps: [50, 100],
  });
  expect(monthlySpendSchema.parse({ amount: " " })).toEqual({ monthlyNanos: null, steps: [] });
  expect(monthlySpendSchema.safeParse({ amount: "100" }).error?.issues[0]?.path).toEqual(["step50"]);
  expect(monthlySpendSchema.safeParse({ amount: "0" }).error?.issues[0]?.path).toEqual(["amount"]);
});

it("unusual spend says what is usual, and leads to the requests of that hour", () => {
  const fact = {
    kind: "unusual_spend",
    subject: "key",
    spentNanos: dollars(31.2),
    usualNanos: dollars(0.42),
    usualOf: "key",
    hourStart: "2026-11-28T18:30:00.000Z",
  } as const;
  const { sentence, action } = textOf(fact, "Production");
  expect(sentence).toMatch(/^It usually spends at most \$0\.42 in an hour\. .*disable the key/);
  expect(action.href).toBe(`/activity?from=2026-11-28T18:30Z&to=2026-11-28T19:30Z&key=${subjectId}`);
  expect(textOf({ ...fact, usualOf: "workspace" }).sentence).toMatch(/^The workspace usually spends/);
  const whole = textOf({ ...fact, subject: "workspace", usualNanos: null });
  expect(whole.title).toBe("Unusual spend: $31.20 in an hour");
  expect(whole.sentence).toMatch(/^There is too little history/);
  expect(whole.action.href).toBe("/activity?from=2026-11-28T18:30Z&to=2026-11-28T19:30Z");
});
