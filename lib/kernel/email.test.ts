import { expect, it } from "vitest";
import { mailboxOf, normalizeEmail } from "./email";

it("normalizes all spellings of an address to one", () => {
  expect(normalizeEmail("  Ada@Example.COM ")).toBe("ada@example.com");
  expect(normalizeEmail("ＡＤＡ@example.com")).toBe("ada@example.com");
});

it("treats a character that normalizes to an at sign as one", () => {
  expect(normalizeEmail("ada＠evil.example@example.com")).toBeNull();
  expect(normalizeEmail("ada﹫example.com")).toBe("ada@example.com");
});

it("rejects anything that could carry a second header, recipient or script", () => {
  const bad = [
    "",
    "ada",
    "ada@",
    "@example.com",
    "a b@example.com",
    "a@b@example.com",
    "ada@example.com\nbcc: x@y.z",
    "a,b@example.com",
    "<ada@example.com>",
    "ada@localhost",
    "ada@-x.com",
    ".a@example.com",
    "a..b@example.com",
    `${"a".repeat(65)}@example.com`,
    "аda@example.com",
  ];
  for (const text of bad) expect(normalizeEmail(text), text).toBeNull();
});

it("sees one mailbox behind its tagged addresses", () => {
  expect(mailboxOf("ada+one@example.com")).toBe(mailboxOf("ada@example.com"));
  expect(mailboxOf("+@example.com")).toBe("+@example.com");
});
