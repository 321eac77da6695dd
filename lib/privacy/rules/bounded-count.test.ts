import { expect, it } from "vitest";
import { bounded, removalSentence } from "./bounded-count";

it("a choice never says that it removes fewer rows than it would", () => {
  expect(removalSentence(bounded(0))).toBe("Nothing would be removed now.");
  expect(removalSentence(bounded(1))).toBe("1 row would be removed now, for good.");
  expect(removalSentence(bounded(100_000))).toBe("100,000 rows would be removed now, for good.");
  expect(removalSentence(bounded(100_001))).toBe("More than 100,000 rows would be removed now, for good.");
});
