import { expect, it } from "vitest";
import { bounded, removalSentence } from "./bounded-count";
import { defaultFormats } from "@/lib/kernel/format";

it("a choice never claims to remove fewer rows than it would", () => {
  expect(removalSentence(bounded(0), defaultFormats)).toBe("Nothing would be deleted now.");
  expect(removalSentence(bounded(1), defaultFormats)).toBe("1 request would be permanently deleted now.");
  expect(removalSentence(bounded(100_000), defaultFormats)).toBe(
    "100,000 requests would be permanently deleted now.",
  );
  expect(removalSentence(bounded(100_001), defaultFormats)).toBe(
    "More than 100,000 requests would be permanently deleted now.",
  );
});
