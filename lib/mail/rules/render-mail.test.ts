import fc from "fast-check";
import { expect, it } from "vitest";
import { contrast, readColor } from "@/lib/testing/colors";
import { dark, light } from "./mail-colors";
import type { MailParts } from "./mail-parts";
import { renderParts } from "./render-mail";

const mail: MailParts = {
  subject: "A key\r\nBcc: everyone@example.com",
  from: "Counterfoil",
  heading: "A key was created",
  paragraphs: ["A sentence."],
  facts: [{ label: "Name", value: "Production" }],
  button: { label: "Keys", url: "http://localhost:3000/keys?a=1&b=2" },
};

it("a subject stays one header", () => {
  expect(renderParts(mail).subject).toBe("A key Bcc: everyone@example.com");
});

it("the text part is complete by itself", () => {
  const { text } = renderParts(mail);
  expect(text).toContain("Name: Production\n");
  expect(text).toContain("Keys:\nhttp://localhost:3000/keys?a=1&b=2\n");
  expect(text).not.toContain("&amp;");
});

it("no value becomes markup, and none becomes a fact of its own", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("</td>", "\nTotal: $0", "'\"<&", ""),
      (a, b) => {
        const rendered = renderParts({ ...mail, facts: [{ label: "Name", value: `${a}${b}` }] });
        const plain = renderParts(mail);
        expect(tags(rendered.html)).toEqual(tags(plain.html));
        expect(rendered.text.split("\n")).toHaveLength(plain.text.split("\n").length);
      },
    ),
    { seed: 20_261_128 },
  );
});

it("both themes are readable: text 4.5:1, the perforation and the double rule 3:1", () => {
  for (const colors of [light, dark]) {
    const ratio = (one: string, other: string) => contrast(readColor(one), readColor(other));
    for (const ground of [colors.card, colors.page]) {
      for (const ink of [colors.ink, colors.muted, colors.accent])
        expect(ratio(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    expect(ratio(colors.accentInk, colors.accent)).toBeGreaterThanOrEqual(4.5);
    expect(ratio(colors.strongLine, colors.card)).toBeGreaterThanOrEqual(3);
  }
});

it("every class that changes with the theme is in the dark rules", () => {
  const { html } = renderParts({
    ...mail,
    isRecord: true,
    lines: ["one"],
    links: [{ label: "a", url: "b" }],
  });
  const style = /<style>(.*)<\/style>/.exec(html)?.[1] ?? "";
  const used = [...html.matchAll(/ class="([^"]+)"/g)].flatMap(([, names = ""]) => names.split(" "));
  expect(new Set(used).size).toBeGreaterThan(8);
  expect([...new Set(used)].filter((name) => name !== "facts" && !style.includes(`.${name}`))).toEqual([]);
});

function tags(html: string): readonly string[] {
  return html.match(/<[^>]*>/g) ?? [];
}
