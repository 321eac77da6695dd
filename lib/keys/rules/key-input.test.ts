import { expect, test } from "vitest";
import { newKeyFormSchema } from "./key-input";

const limitOf = (limit: string) => {
  const parsed = newKeyFormSchema.safeParse({ name: "ci", limit });
  return parsed.success ? parsed.data.limit : parsed.error.issues.map(({ path, message }) => [path, message]);
};

test("a limit is taken to the nano-dollar, and empty text is none", () => {
  expect(limitOf("25")).toBe(25_000_000_000n);
  expect(limitOf("1,000.50")).toBe(1_000_500_000_000n);
  expect(limitOf("0.000000001")).toBe(1n);
  expect(limitOf(" ")).toBeNull();
  expect(newKeyFormSchema.parse({ name: "ci" }).limit).toBeNull();
});

test.each(["-1", "0.0000000001", "-0.0000000001", "1e-10", "2,50", "ten", "10000001", "1".repeat(30)])(
  "what is no amount is refused at its field: %s",
  (limit) => {
    expect(limitOf(limit)).toEqual([
      [["limit"], "Enter a dollar amount of zero or more, such as 25 or 2.50."],
    ]);
  },
);
