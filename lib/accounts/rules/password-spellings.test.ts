import { expect, it } from "vitest";
import { passwordSpellings, withoutWords } from "./password-spellings";

it("finds a listed password without its decoration", () => {
  expect(passwordSpellings("I-Love-You-Forever-2020!")).toContain("iloveyouforever");
  expect(passwordSpellings("12 Dragon!!")).toContain("dragon");
});

it("does not match a listed word that is only a small part of a password", () => {
  expect(passwordSpellings("dragon8305817462")).not.toContain("dragon");
  expect(passwordSpellings("!!ab9")).not.toContain("ab");
});

it("counts the characters beside known words", () => {
  expect(withoutWords("Acme-Ada-2026", ["ada", "acme"])).toEqual({ left: 4, taken: 7 });
  expect(withoutWords("lovelace", ["love", "lovelace"])).toEqual({ left: 0, taken: 8 });
});
