import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isSecret, secretFrom, secretLabel } from "./key-format";

const minted = () => secretFrom(randomBytes(28).toString("hex"));

test("a minted secret is valid and has the format of OpenRouter's keys", () => {
  const secret = minted();
  expect(secret).toMatch(/^sk-or-v1-[0-9a-f]{64}$/);
  expect(isSecret(secret)).toBe(true);
});

test("the last eight digits are zlib's CRC-32 of the preceding text", () => {
  const secret = minted();
  expect(Number.parseInt(secret.slice(-8), 16)).toBe(crc32(secret.slice(0, -8)));
});

test("rejects a secret with one digit changed", () => {
  const secret = minted();
  for (let index = 9; index < secret.length; index += 1) {
    const digit = secret[index] === "0" ? "1" : "0";
    expect(isSecret(secret.slice(0, index) + digit + secret.slice(index + 1))).toBe(false);
  }
});

test("random strings of the right format are not secrets", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      expect(isSecret(`sk-or-v1-${Buffer.from(bytes).toString("hex")}`)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
  for (const text of ["", "sk-or-v1-", "Bearer x", minted().toUpperCase(), `${minted()} `])
    expect(isSecret(text)).toBe(false);
});

test("the label shows three digits at each end", () => {
  const secret = minted();
  expect(secretLabel(secret)).toBe(`sk-or-v1-${secret.slice(9, 12)}...${secret.slice(-3)}`);
});
