import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finishedGeneration } from "@/lib/testing/generations";
import {
  type GenerationField,
  generationField,
  type RecordedGeneration,
  recordedNames,
} from "./generation-fields";
import { bareGeneration, cleanGeneration, isRecordable } from "./recordable-generation";

const workspaceId = "00000000-0000-7000-8000-000000000001";
const { holdId: _hold, ...finished } = finishedGeneration({ workspaceId, keyId: workspaceId, costNanos: 9n });
const plain: RecordedGeneration = { ...finished, transferId: null };

/** Arbitrary values for some of the fields that can be any text or number. */
const anything = fc.record(
  Object.fromEntries(
    recordedNames.flatMap((name) => kindOf(generationField(name)).map((value) => [name, value])),
  ),
  { requiredKeys: [] },
);

function kindOf({ type }: GenerationField): fc.Arbitrary<unknown>[] {
  if (type === "text") return [fc.string({ unit: "binary", maxLength: 600 })];
  if (type === "smallint" || type === "int") return [fc.oneof(fc.double(), fc.integer(), fc.constant(-1))];
  return [];
}

describe("a generation", () => {
  it("is recordable after cleaning, whatever its texts and numbers, and costs the same", () => {
    fc.assert(
      fc.property(anything, (odd) => {
        for (const reduce of [cleanGeneration, bareGeneration]) {
          const reduced = reduce({ ...plain, ...odd });
          expect(isRecordable(reduced)).toBe(true);
          expect(reduced).toMatchObject({ id: plain.id, workspaceId, keyId: workspaceId, costNanos: 9n });
        }
      }),
    );
  });

  it("is recordable exactly when cleaning would not change it", () => {
    fc.assert(
      fc.property(anything, (odd) => {
        const row = { ...plain, ...odd };
        const cleaned = cleanGeneration(row);
        const isSame = recordedNames.every((name) => row[name] === cleaned[name]);
        expect(isRecordable(row)).toBe(isSame);
      }),
    );
  });

  it("is unchanged by cleaning when it is recordable", () => {
    expect(isRecordable(plain)).toBe(true);
    expect(cleanGeneration(plain)).toEqual(plain);
    const emoji = { ...plain, endUser: "ünï 'quoted' \"{},\\ 😀" };
    expect(isRecordable(emoji)).toBe(true);
  });

  it.each([
    ["endUser", "a\0b\u001b\ud800c", "abc"],
    ["endUser", "x".repeat(300), "x".repeat(256)],
    ["endUser", `${"x".repeat(255)}😀`, "x".repeat(255)],
    ["finishReason", "because", null],
    ["nativeFinishReason", "MAX_TOKENS", null],
    ["memberId", "nobody", null],
    ["imageCount", 40_000, 32_767],
    ["latencyMs", 1.4, 1],
    ["promptTokens", Number.NaN, 0],
    ["cachedTokens", 11, 10],
    ["reasoningTokens", 21, 20],
  ] as const)("keeps of %s %j what can be kept", (name, value, kept) => {
    const odd = { ...plain, [name]: value };
    expect(isRecordable(odd)).toBe(false);
    expect(cleanGeneration(odd)[name]).toBe(kept);
  });

  it("keeps its cost as one part when its parts do not add up", () => {
    const odd = { ...plain, promptNanos: 1n, discountNanos: 2n };
    expect(isRecordable(odd)).toBe(false);
    expect(cleanGeneration(odd)).toMatchObject({
      costNanos: 9n,
      promptNanos: 0n,
      discountNanos: 0n,
      requestNanos: 9n,
    });
  });
});
