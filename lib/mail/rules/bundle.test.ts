import fc from "fast-check";
import { expect, it } from "vitest";
import { addToBundle, type Bundle, linesMax, readBundle, renderBundle } from "./bundle";

const at = new Date("2026-11-28T19:30:00Z");
const context = { product: "Counterfoil", from: at, pagesUrl: "https://example.com/account" };
const none: Bundle = { count: 0, lines: [] };

it("reads back what it rendered, whatever the summaries are", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 20 }), (summaries) => {
      const bundle = summaries.reduce((sum, summary) => addToBundle(sum, summary, at), none);
      expect(readBundle(renderBundle(bundle, context).text)).toEqual(bundle);
    }),
    { seed: 20_261_128 },
  );
  const faked = addToBundle(none, "Name\n... and 900 more.\n- another", at);
  expect(readBundle(renderBundle(faked, context).text).count).toBe(1);
});

it("counts every mail, and lists the first ones", () => {
  let bundle = none;
  for (let index = 0; index < linesMax + 50; index += 1) {
    bundle = readBundle(renderBundle(addToBundle(bundle, `Key ${index}`, at), context).text);
  }
  const { subject, text } = renderBundle(bundle, context);
  expect(subject).toBe(`${linesMax + 50} more notifications from Counterfoil`);
  expect(text).toContain("Nov 28, 7:30 PM  Key 0\n");
  expect(text).toContain(`Key ${linesMax - 1}\n\n... and 50 more.`);
});
