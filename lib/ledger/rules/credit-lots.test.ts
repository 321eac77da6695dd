import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CreditLot, creditLots, type Posting } from "./credit-lots";

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const posting = (day: number, idempotencyKey: string, amountNanos: bigint): Posting => ({
  transferId: `t${day}`,
  code: idempotencyKey.split(":")[0] ?? "",
  idempotencyKey,
  amountNanos,
  createdAt: at(day),
});
const left = (lots: readonly CreditLot[]) => lots.map(({ key, remainingNanos }) => [key, remainingNanos]);

describe("credit lots", () => {
  it("usage takes from the oldest lot first", () => {
    const postings = [posting(1, "purchase:a", 10n), posting(2, "grant:b", 5n), posting(3, "purchase:c", 7n)];
    expect(left(creditLots(postings, 0n))).toEqual([
      ["purchase:a", 10n],
      ["grant:b", 5n],
      ["purchase:c", 7n],
    ]);
    expect(left(creditLots(postings, 12n))).toEqual([
      ["purchase:a", 0n],
      ["grant:b", 3n],
      ["purchase:c", 7n],
    ]);
    expect(left(creditLots(postings, 30n))).toEqual([
      ["purchase:a", 0n],
      ["grant:b", 0n],
      ["purchase:c", 0n],
    ]);
  });

  it("a refund belongs to its purchase, and returns to it when it fails", () => {
    const bought = [posting(1, "purchase:a", 10n), posting(2, "purchase:c", 7n)];
    const refunded = [...bought, posting(3, "reversal:c:evt_1", -7n)];
    expect(left(creditLots(refunded, 11n))).toEqual([
      ["purchase:a", 6n],
      ["purchase:c", 0n],
    ]);
    const returned = [...refunded, posting(4, "reversal:c:evt_2", 7n)];
    expect(left(creditLots(returned, 11n))).toEqual([
      ["purchase:a", 6n],
      ["purchase:c", 7n],
    ]);
  });

  it("what expired belongs to its lot, although an older grant is left", () => {
    const postings = [
      posting(1, "grant:a", 5n),
      posting(2, "purchase:c", 7n),
      posting(9, "expiry:purchase:c:1", -7n),
    ];
    expect(left(creditLots(postings, 7n))).toEqual([
      ["grant:a", 5n],
      ["purchase:c", 0n],
    ]);
  });

  it("what remains adds up to the balance for any history", () => {
    const event = fc.record({
      kind: fc.constantFrom("purchase", "grant", "usage", "refund", "failed", "correction"),
      amount: fc.bigInt({ min: 1n, max: 50n }),
      of: fc.nat({ max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const postings: Posting[] = [];
        const taken = new Map<string, bigint>();
        let debited = 0n;
        for (const [index, { kind, amount, of }] of events.entries()) {
          const purchases = postings.filter(({ code }) => code === "purchase");
          const target = purchases[of % Math.max(1, purchases.length)];
          const id = target?.idempotencyKey.slice("purchase:".length) ?? "";
          const before = taken.get(id) ?? 0n;
          if (kind === "usage") debited += amount;
          else if (kind === "correction") {
            postings.push(posting(index + 1, `correction:${index}`, -amount));
            debited += amount;
          } else if (kind === "refund" && target) {
            const part = amount < target.amountNanos - before ? amount : target.amountNanos - before;
            if (part <= 0n) continue;
            postings.push(posting(index + 1, `reversal:${id}:evt_${index}`, -part));
            taken.set(id, before + part);
            debited += part;
          } else if (kind === "failed" && target) {
            if (before === 0n) continue;
            postings.push(posting(index + 1, `reversal:${id}:evt_${index}`, before));
            taken.set(id, 0n);
          } else if (kind === "purchase" || kind === "grant")
            postings.push(posting(index + 1, `${kind}:${index}`, amount));
        }
        const credited = postings.reduce(
          (sum, { amountNanos }) => (amountNanos > 0n ? sum + amountNanos : sum),
          0n,
        );
        const remaining = creditLots(postings, debited).map(({ remainingNanos }) => remainingNanos);
        expect(remaining.every((nanos) => nanos >= 0n)).toBe(true);
        const balance = credited - debited;
        const total = remaining.reduce((sum, nanos) => sum + nanos, 0n);
        expect(total).toBe(balance > 0n ? balance : 0n);
      }),
      { numRuns: 500 },
    );
  });
});
