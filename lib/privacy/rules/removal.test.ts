import { expect, it } from "vitest";
import { defaultFormats, formatChoices, formatsFor } from "@/lib/kernel/format";
import { bounded } from "./bounded-count";
import { isConsented, phraseNumber, removalPhrase } from "./removal";

const typed = (text: string) => ({ typed: text, countedAt: null });

it("the phrase names the number, and reads back as it", () => {
  expect(removalPhrase(bounded(12_266), defaultFormats)).toBe("delete 12,266");
  expect(removalPhrase(bounded(100_001), defaultFormats)).toBe("delete 100,000+");
  for (const choice of formatChoices)
    for (const counted of [1, 999, 12_266, 100_000, 100_001])
      expect(phraseNumber(removalPhrase(bounded(counted), formatsFor(choice)))).toBe(counted);
  expect(removalPhrase(bounded(12_266), formatsFor("fr-FR"))).toBe("delete 12 266");
  for (const text of ["", "delete", "delete all", "12,266", "delete -1", "delete 1e3"])
    expect(phraseNumber(text)).toBeNull();
});

it("rows are removed only with their number, and nothing has to be typed when there are none", () => {
  const rows = { certain: 3, now: 3 };
  expect(isConsented(rows, null)).toBe(false);
  expect(isConsented(rows, typed("delete"))).toBe(false);
  expect(isConsented(rows, typed("delete 2"))).toBe(false);
  expect(isConsented(rows, typed("delete 4"))).toBe(false);
  expect(isConsented(rows, typed("delete 3"))).toBe(true);
  expect(isConsented({ certain: 0, now: 0 }, null)).toBe(true);
});

it("requests that are recorded while the user types do not make the number wrong", () => {
  const rows = { certain: 12, now: 15 };
  expect(["11", "12", "14", "15", "16"].map((text) => isConsented(rows, typed(`delete ${text}`)))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  // A page that counted none has shown no number to type.
  expect(isConsented({ certain: 0, now: 2 }, typed("delete 0"))).toBe(false);
  expect(isConsented({ certain: 100_001, now: 100_001 }, typed("delete 100,000"))).toBe(false);
  expect(isConsented({ certain: 100_001, now: 100_001 }, typed("delete 100,000+"))).toBe(true);
});
