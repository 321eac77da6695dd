import fc from "fast-check";
import { anyPrices, anyUsage } from "@/lib/testing/priced-usage";
import { describe, expect, it } from "vitest";
import { priceUsage } from "@/lib/catalog/rules/price-usage";
import { parseDollars } from "@/lib/kernel/money";
import { chargeText, explainCharge, isExplained } from "./explain-charge";
import { defaultFormats } from "@/lib/kernel/format";

const prices = anyPrices;
const usage = anyUsage({ tokensMax: 200_000 });
const succeeded = { status: 200, cancelled: false };

describe("a charge", () => {
  it("has lines that are tokens × price and add up to the cost to the nano-dollar", () => {
    fc.assert(
      fc.property(prices, usage, fc.boolean(), (list, used, discount) => {
        const row = { ...succeeded, ...used, ...priceUsage(list, used, { discount }) };
        const charge = explainCharge(row, list);
        const sum = charge.lines.reduce((total, { nanos }) => total + nanos, charge.discountNanos);
        expect(sum).toBe(row.costNanos);
        expect(isExplained(charge)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is copied as lines whose amounts add up to the total", () => {
    const list = {
      prompt: 500_000_000n,
      completion: 1_500_000_000n,
      cached: 50_000_000n,
      reasoning: 0n,
      request: 0n,
      image: 0n,
    };
    const used = {
      promptTokens: 1_732,
      completionTokens: 354,
      cachedTokens: 512,
      reasoningTokens: 0,
      imageCount: 0,
    };
    const row = { ...succeeded, ...used, ...priceUsage(list, used, { discount: true }) };
    const text = chargeText(explainCharge(row, list), "gen-1, sandbox/heron", defaultFormats);
    const amounts = text.split("\n").flatMap((line) => /(−?\$[\d.]+)$/.exec(line)?.[1] ?? []);
    const [total, ...parts] = amounts.map(parseDollars).toReversed();
    expect(text).toContain("Prompt: 1,220 tokens × $0.50/1M");
    expect(parts.reduce((sum, part) => (sum ?? 0n) + (part ?? 0n), 0n)).toBe(total);
    expect(total).toBe(row.costNanos);
  });

  it("is not called explained with prices that do not lead to it", () => {
    const list = { prompt: 500_000_000n, completion: 0n, cached: 0n, reasoning: 0n, request: 0n, image: 0n };
    const used = {
      promptTokens: 1_000,
      completionTokens: 0,
      cachedTokens: 0,
      reasoningTokens: 0,
      imageCount: 0,
    };
    const row = { ...succeeded, ...used, ...priceUsage(list, used, { discount: false }) };
    expect(isExplained(explainCharge(row, list))).toBe(true);
    expect(isExplained(explainCharge(row, { ...list, prompt: 600_000_000n }))).toBe(false);
    expect(isExplained(explainCharge(row, null))).toBe(false);
  });

  it("says why nothing was charged", () => {
    const list = { prompt: 1n, completion: 1n, cached: 1n, reasoning: 1n, request: 1n, image: 1n };
    const used = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, reasoningTokens: 0, imageCount: 0 };
    const free = priceUsage({ ...list, request: 0n }, used, { discount: false });
    expect(explainCharge({ ...used, ...free, status: 429, cancelled: false }, list).note).toMatch(/Failed/);
    expect(explainCharge({ ...succeeded, ...used, ...free, promptTokens: 9 }, list).note).toMatch(/empty/);
  });
});
