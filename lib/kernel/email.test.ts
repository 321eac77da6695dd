import { expect, it } from "vitest";
import { mailboxOf, normaliseEmail } from "./email";

it("one person, one spelling", () => {
  expect(normaliseEmail("  Ada@Example.COM ")).toBe("ada@example.com");
  expect(normaliseEmail("ＡＤＡ@example.com")).toBe("ada@example.com");
});

it("a character that becomes an at sign is judged as one", () => {
  expect(normaliseEmail("ada＠evil.example@example.com")).toBeNull();
  expect(normaliseEmail("ada﹫example.com")).toBe("ada@example.com");
});

it("takes nothing that could carry a second header, recipient or script", () => {
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
  for (const text of bad) expect(normaliseEmail(text), text).toBeNull();
});

it("sees one mailbox behind its tagged addresses", () => {
  expect(mailboxOf("ada+one@example.com")).toBe(mailboxOf("ada@example.com"));
  expect(mailboxOf("+@example.com")).toBe("+@example.com");
});
