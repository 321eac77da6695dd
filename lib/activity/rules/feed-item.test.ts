import { describe, expect, it, test } from "vitest";
import { defaultFormats } from "@/lib/kernel/format";
import {
  type FeedItem,
  hasResponse,
  isUncharged,
  mergeItems,
  readKnown,
  shortId,
  tokensText,
  writeKnown,
} from "./feed-item";

const idOf = (digits: number) => `01900000-0000-7000-8000-${digits.toString(16).padStart(12, "0")}`;
const item = (digits: number, provider = "Lantern"): FeedItem => ({
  id: idOf(digits),
  wireId: `gen-${digits}`,
  at: "2026-11-21T12:00:00.000Z",
  model: "sandbox/wren",
  provider,
  key: "Production",
  app: null,
  endUser: null,
  promptTokens: 1,
  cachedTokens: 0,
  completionTokens: 1,
  reasoningTokens: 0,
  counted: null,
  costNanos: "1",
  latencyMs: 1,
  firstTokenMs: null,
  tokensPerSecond: null,
  status: 200,
  cancelled: false,
});

describe("the rows that a browser knows", () => {
  it("are read as they were written", () => {
    const items = Array.from({ length: 60 }, (_, digits) => item(digits));
    expect([...readKnown(writeKnown(items))]).toEqual(items.map(({ id }) => shortId(id)));
  });

  it("are at most a hundred, and nothing else is accepted", () => {
    const items = Array.from({ length: 130 }, (_, digits) => item(digits));
    expect(readKnown(writeKnown(items)).size).toBe(100);
    expect(readKnown(null).size).toBe(0);
    expect([...readKnown("x,'; drop,0123456789ab,0123456789abc,0123456789AB")]).toEqual(["0123456789ab"]);
  });
});

test("only a response can be free: failed and empty requests cost nothing with any model", () => {
  expect(hasResponse(item(1))).toBe(true);
  expect(hasResponse({ ...item(1), status: 503 })).toBe(false);
  expect(hasResponse({ ...item(1), completionTokens: 0 })).toBe(false);
});

describe("merging rows", () => {
  it("puts a request that began earlier where it belongs, and lists each once", () => {
    const merged = mergeItems([item(4), item(2, "Quarry")], [item(5), item(3), item(2)], 10);
    expect(merged.map(({ id }) => id)).toEqual([5, 4, 3, 2].map(idOf));
    expect(merged.at(-1)?.provider).toBe("Quarry");
  });

  it("drops the oldest beyond the limit", () => {
    expect(mergeItems([item(9)], [item(8), item(7)], 2).map(({ id }) => id)).toEqual([9, 8].map(idOf));
  });
});

test("a failed request without a cost was not charged, and has no tokens to show", () => {
  const failed = { ...item(1), status: 400, promptTokens: 0, completionTokens: 0 };
  expect(isUncharged(failed, 0n)).toBe(true);
  expect(isUncharged(failed, 1n)).toBe(false);
  expect(isUncharged(item(1), 0n)).toBe(false);
  expect(tokensText(failed, defaultFormats)).toBe("–");
  expect(tokensText({ ...failed, promptTokens: 1_304 }, defaultFormats)).toBe("1,304 → 0");
  expect(tokensText({ ...failed, status: 200 }, defaultFormats)).toBe("0 → 0");
});
