import { expect, test } from "vitest";
import { creditsSearchSchema } from "./credits-search";

test.each(["25", "4.99", "25000.01", "1", "abc"])(
  "the form opens with the amount of the address: %s",
  (add) => {
    expect(creditsSearchSchema.parse({ add }).add).toBe(add);
  },
);

test.each(["", "1".repeat(21), ["10", "20"]])("the form stays closed: %j", (add) => {
  expect(creditsSearchSchema.parse({ add }).add).toBeUndefined();
});
