import { expect, it } from "vitest";
import { enrollmentUri, matchedStep, newFactorSecret, secretText } from "./totp";

// The secret and the values of RFC 6238, appendix B, for SHA-1. A code has the last six of its eight digits.
const secret = Buffer.from("12345678901234567890");

it.each([
  [59, "94287082"],
  [1111111109, "07081804"],
  [1111111111, "14050471"],
  [1234567890, "89005924"],
  [2000000000, "69279037"],
  [20000000000, "65353130"],
])("at second %i the code is that of RFC 6238", (second, code) => {
  expect(matchedStep(secret, code.slice(-6), new Date(second * 1_000))).toBe(Math.floor(second / 30));
});

it("a code is accepted from 30 seconds before it is shown until 30 seconds after, to the millisecond", () => {
  // Of the step from second 1111111110 to 1111111140.
  const step = 37037037;
  const [begins, ends] = [step * 30_000, (step + 1) * 30_000];
  const at = (ms: number) => matchedStep(secret, "050471", new Date(ms));
  expect(at(begins - 30_000)).toBe(step);
  expect(at(begins - 30_001)).toBeNull();
  expect(at(ends + 29_999)).toBe(step);
  expect(at(ends + 30_000)).toBeNull();
});

it.each(["000000", "94287082", "287083", "", "28708a", "87082"])("refuses %j", (digits) => {
  expect(matchedStep(secret, digits, new Date(59_000))).toBeNull();
});

it("apps get the secret, the product's name and the address", () => {
  const uri = new URL(enrollmentUri(secret, "ada@example.com"));
  expect(uri.protocol).toBe("otpauth:");
  expect(decodeURIComponent(uri.pathname)).toContain("Counterfoil:ada@example.com");
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    issuer: "Counterfoil",
    secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    algorithm: "SHA1",
    digits: "6",
    period: "30",
  });
  expect(secretText(secret)).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
});

it("every secret is another one of 160 bits", () => {
  const [first, second] = [newFactorSecret(), newFactorSecret()];
  expect([first.length, second.length]).toEqual([20, 20]);
  expect(first.equals(second)).toBe(false);
});
