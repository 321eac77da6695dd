import fc from "fast-check";
import { expect, it } from "vitest";
import {
  addToBundle,
  type Bundle,
  emptyBundle,
  linesMax,
  linksMax,
  readBundle,
  renderBundle,
  secureLinkLabel,
} from "./bundle";

const at = new Date("2026-11-28T19:30:00Z");
const context = { product: "Counterfoil", from: at, pagesUrl: "https://example.com/account" };
const stored = (bundle: Bundle) => readBundle(renderBundle(bundle, context).text);
const line = (text: string) => ({ text, link: null });
const withLink = (label: string, token: string) => ({
  text: "A sentence",
  link: { label, url: `https://example.com/page?token=${token}` },
});

it("reads back what it rendered, whatever the summaries are", () => {
  const label = fc.constantFrom(
    secureLinkLabel,
    "Disable key sk-or-v1-3f2...9c1",
    "Disable key sk-or-v1-000...fff",
  );
  const link = fc.option(
    fc.record({ label, url: fc.uuid().map((id) => `https://example.com/page?token=${id}`) }),
  );
  const summary = fc.record({ text: fc.string({ unit: "grapheme" }), link });
  fc.assert(
    fc.property(fc.array(summary, { minLength: 1, maxLength: 20 }), (summaries) => {
      const bundle = summaries.reduce((sum, one) => addToBundle(sum, one, at), emptyBundle);
      expect(stored(bundle)).toEqual(bundle);
    }),
    { seed: 20_261_128 },
  );
  const faked = addToBundle(
    emptyBundle,
    line("Name\n... and 900 more.\n- another\nSecure my account:\nhttps://evil.example"),
    at,
  );
  expect(stored(faked)).toMatchObject({ count: 1, links: [] });
});

it("counts every mail, and lists the first ones", () => {
  let bundle = emptyBundle;
  for (let index = 0; index < linesMax + 50; index += 1) {
    bundle = stored(addToBundle(bundle, line(`Key ${index}`), at));
  }
  const { subject, text } = renderBundle(bundle, context);
  expect(subject).toBe(`${linesMax + 50} more notifications from Counterfoil`);
  expect(text).toContain("Nov 28, 7:30 PM  Key 0\n");
  expect(text).toContain(`Key ${linesMax - 1}\n\n... and 50 more.`);
});

it("many rotations of one key leave one link for it, and the links of others", () => {
  let bundle = stored(addToBundle(emptyBundle, withLink("Disable key A", "a"), at));
  for (let index = 1; index <= linksMax * 2; index += 1) {
    const { text, link } = withLink(`Disable key B${index}`, `${index}`);
    const summary = { text, link: { ...link, replaces: `Disable key B${index - 1}` } };
    bundle = stored(addToBundle(bundle, summary, at));
  }
  expect(bundle.links.map(({ label }) => label)).toEqual(["Disable key A", `Disable key B${linksMax * 2}`]);
});

it("keeps the newest link of each label, and the one that secures the account among any number of others", () => {
  let bundle = stored(addToBundle(emptyBundle, withLink(secureLinkLabel, "first"), at));
  for (let index = 0; index < linksMax + 5; index += 1)
    bundle = stored(addToBundle(bundle, withLink(`Disable key ${index}`, `${index}`), at));
  bundle = stored(addToBundle(bundle, withLink(secureLinkLabel, "second"), at));
  expect(bundle.links).toHaveLength(linksMax);
  expect(bundle.links[0]).toEqual({
    label: secureLinkLabel,
    url: "https://example.com/page?token=second",
  });
  expect(bundle.links[1]?.label, "the earliest of the others are left out").toBe("Disable key 6");
  const others = stored(
    addToBundle({ ...bundle, links: bundle.links.slice(1) }, withLink("Disable key 99", "99"), at),
  );
  const late = stored(addToBundle(others, withLink(secureLinkLabel, "third"), at));
  expect(late.links).toHaveLength(linksMax);
  expect(late.links[0]?.url).toContain("third");
  const { text, html } = renderBundle(late, context);
  expect(text).toContain("Secure my account:\nhttps://example.com/page?token=third\n");
  expect(html).toContain('href="https://example.com/page?token=third"');
});
