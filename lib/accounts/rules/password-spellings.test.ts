import { expect, it } from "vitest";
import { passwordSpellings, withoutWords } from "./password-spellings";

it("sees a listed password through its decoration", () => {
  expect(passwordSpellings("I-Love-You-Forever-2020!")).toContain("iloveyouforever");
  expect(passwordSpellings("12 Dragon!!")).toContain("dragon");
});

it("does not take what is mostly something else for a listed word", () => {
  expect(passwordSpellings("dragon8305817462")).not.toContain("dragon");
  expect(passwordSpellings("!!ab9")).not.toContain("ab");
});

it("counts what is left beside known words", () => {
  expect(withoutWords("Acme-Ada-2026", ["ada", "acme"])).toEqual({ left: 4, taken: 7 });
  expect(withoutWords("lovelace", ["love", "lovelace"])).toEqual({ left: 0, taken: 8 });
});
