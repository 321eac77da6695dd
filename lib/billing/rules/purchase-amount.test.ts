import { describe, expect, it } from "vitest";
import { parseDollars } from "@/lib/kernel/money";
import { readPurchaseAmount, wholeCents } from "./purchase-amount";

describe("the amount of a purchase", () => {
  it.each(["5", "5.00", " $10 ", "12.50", "25,000", "25000.00"])("takes %s", (text) => {
    expect(readPurchaseAmount(text)).toEqual({ ok: true, creditsNanos: parseDollars(text) });
  });

  it.each([
    ["4.99", "The smallest purchase is $5.00."],
    ["-10", "The smallest purchase is $5.00."],
    ["0", "The smallest purchase is $5.00."],
    ["25000.01", "The largest purchase is $25,000.00. To add more, make another purchase."],
    ["9999999999", "The largest purchase is $25,000.00. To add more, make another purchase."],
    ["10.001", "Use at most two decimals, such as 12.50."],
    ["", "Enter an amount in dollars, such as 25 or 12.50."],
    ["ten", "Enter an amount in dollars, such as 25 or 12.50."],
    ["1e2", "Enter an amount in dollars, such as 25 or 12.50."],
    ["NaN", "Enter an amount in dollars, such as 25 or 12.50."],
  ])("rejects %s with a sentence", (text, message) => {
    expect(readPurchaseAmount(text)).toEqual({ ok: false, message });
  });

  it("reaches Stripe in exact cents or not at all", () => {
    expect(wholeCents(10_800_000_000n)).toBe(1080);
    expect(() => wholeCents(1n)).toThrow();
  });
});
