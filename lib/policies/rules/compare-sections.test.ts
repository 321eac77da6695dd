import { expect, test } from "vitest";
import { compareSections } from "./compare-sections";
import { countWords } from "./count-words";
import { materialDate } from "./effective-date";
import type { PolicySection } from "./policy";
import { plainText, textParts } from "./text-parts";

const section = (id: string, ...sentences: [string, string][]): PolicySection => ({
  id,
  heading: id,
  blocks: [{ kind: "text", sentences: sentences.map(([name, text]) => ({ id: `${id}.${name}`, text })) }],
});

test("each sentence is the same, added or changed, and those that are gone are listed", () => {
  const before = [section("a", ["x", "One."], ["y", "Two."]), section("b", ["z", "Three."])];
  const after = [section("a", ["x", "One."], ["y", "Two, now."], ["w", "Four."])];
  const { sections, removed, counts } = compareSections(before, after);
  expect(sections[0]?.blocks[0]?.changes.map(({ kind }) => kind)).toEqual(["same", "changed", "added"]);
  expect(sections[0]?.blocks[0]?.changes[1]).toMatchObject({ before: "Two." });
  expect(removed.map(({ id }) => id)).toEqual(["b.z"]);
  expect(countWords(counts)).toBe("1 sentence added, 1 changed, 1 removed");
});

test("a sentence that only moved is the same", () => {
  const { counts } = compareSections(
    [section("a", ["x", "One."], ["y", "Two."])],
    [section("a", ["y", "Two."], ["x", "One."])],
  );
  expect(countWords(counts)).toBe("no sentences added, none changed, none removed");
});

test("links of a sentence are paths of this site, https or mail; anything else stays text", () => {
  expect(textParts("See [Account](/account), or [us](mailto:a@b.example).")).toEqual([
    { text: "See ", href: null },
    { text: "Account", href: "/account" },
    { text: ", or ", href: null },
    { text: "us", href: "mailto:a@b.example" },
    { text: ".", href: null },
  ]);
  expect(textParts("[x](javascript:alert(1))")).toEqual([{ text: "[x](javascript:alert(1))", href: null }]);
  expect(plainText("See [Account](/account).")).toBe("See Account.");
});

test("a change that matters takes effect at a midnight that is 31 days away or a little more, also over a leap day", () => {
  expect(materialDate(new Date("2028-02-10T09:30:00Z"))).toEqual(new Date("2028-03-13T00:00:00Z"));
  expect(materialDate(new Date("2027-02-10T00:00:00Z"))).toEqual(new Date("2027-03-13T00:00:00Z"));
  expect(materialDate(new Date("2026-12-31T23:59:59.999Z"))).toEqual(new Date("2027-02-01T00:00:00Z"));
});
