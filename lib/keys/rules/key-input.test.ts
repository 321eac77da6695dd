import { expect, test } from "vitest";
import { newKeyFormSchema } from "./key-input";

const limitOf = (limit: string) => {
  const parsed = newKeyFormSchema.safeParse({ name: "ci", limit });
  return parsed.success ? parsed.data.limit : parsed.error.issues.map(({ path, message }) => [path, message]);
};

test("parses a limit to the nano-dollar, and empty text as none", () => {
  expect(limitOf("25")).toBe(25_000_000_000n);
  expect(limitOf("1,000.50")).toBe(1_000_500_000_000n);
  expect(limitOf("0.000000001")).toBe(1n);
  expect(limitOf(" ")).toBeNull();
  expect(newKeyFormSchema.parse({ name: "ci" }).limit).toBeNull();
});

test.each(["-1", "0.0000000001", "-0.0000000001", "1e-10", "2,50", "ten", "10000001", "1".repeat(30)])(
  "rejects text that is not an amount at its field: %s",
  (limit) => {
    expect(limitOf(limit)).toEqual([
      [["limit"], "Enter a dollar amount from 0 to 10,000,000, such as 25 or 2.50."],
    ]);
  },
);

const expiryOf = (expiresAt: string) => {
  const parsed = newKeyFormSchema.safeParse({ name: "ci", expiresAt });
  return parsed.success
    ? parsed.data.expiresAt
    : parsed.error.issues.map(({ path, message }) => [path, message]);
};

test("a day means its end, a time is kept as it is, and empty text is none", () => {
  expect(expiryOf("2096-02-29")).toEqual(new Date("2096-02-29T23:59:59Z"));
  expect(expiryOf("2096-02-29T10:00:00+02:00")).toEqual(new Date("2096-02-29T08:00:00Z"));
  expect(expiryOf(" ")).toBeNull();
});

test.each(["2097-02-30", "2097-02-29", "2097-13-01", "2097-02-30T00:00:00Z", "March 5 2097", "2097", "x"])(
  "rejects a day that does not exist instead of moving it: %s",
  (text) => {
    expect(expiryOf(text)).toEqual([[["expiresAt"], "Choose a day that exists."]]);
  },
);

test("rejects a day in the past", () => {
  expect(expiryOf("2020-01-01")).toEqual([[["expiresAt"], "Choose a future date."]]);
});
