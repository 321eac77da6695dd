import { expect, it } from "vitest";
import { categories, categoryOf, publishedCount, publishedMin } from "./categories";

it("an answer is read as one listed category, whatever else is in it", () => {
  for (const category of categories) expect(categoryOf(category)).toBe(category);
  expect(categoryOf("  Translation.")).toBe("translation");
  expect(categoryOf("The category is: programming (not writing)")).toBe("programming");
  for (const odd of ["", "Ada Lovelace, 1 Main Street", "programmings", "42", "💥"])
    expect(categoryOf(odd), odd).toBe("other");
});

it("a published number is rounded down, and never below the smallest cell", () => {
  expect([20, 29, 30, 1_234].map(publishedCount)).toEqual([20, 20, 30, 1_230]);
  expect(publishedCount(publishedMin)).toBe(publishedMin);
});
