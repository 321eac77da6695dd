import { beforeAll, expect, it } from "vitest";
import { testEnvironment } from "./environment";
import { mailSamples } from "./mail-samples";

beforeAll(() => {
  Object.assign(process.env, testEnvironment, { DATABASE_URL: "postgresql://127.0.0.1/x" });
});

const hostile = `<img src=x onerror="alert(1)">'&amp;\r\nTotal paid: $0.00\u202e`;
const asLine = `<img src=x onerror="alert(1)">'&amp; Total paid: $0.00`;

it("every mail says the same in both parts", () => {
  const mails = Object.entries(mailSamples("Production"));
  expect(mails.length).toBeGreaterThan(8);
  for (const [name, { subject, text, html }] of mails) {
    expect(subject, name).not.toBe("");
    const links = [...html.matchAll(/ href="([^"]+)"/g)].map(([, url = ""]) => unescaped(url));
    expect(
      [...new Set(links)].filter((url) => !text.includes(`\n${url}\n`)),
      name,
    ).toEqual([]);
    const shown = [shownText(html), ...links];
    // A fact and a line of a list look different; a label and its address are two elements.
    const pieces = text
      .split(/\n+/)
      .flatMap((line) => factOf(line) ?? [line.replace(/^(- |— )|:$/g, "").replace(/ +/g, " ")]);
    expect(pieces.length, name).toBeGreaterThan(4);
    expect(
      pieces.filter((piece) => !shown.some((part) => part.includes(piece))),
      name,
    ).toEqual([]);
  }
});

it("a hostile name stays text in every mail", () => {
  const [hostileMails, plainMails] = [mailSamples(hostile), mailSamples("Production")];
  for (const [name, { html, text, subject }] of Object.entries(hostileMails)) {
    expect(html, name).not.toMatch(/<(img|script)|\u202e/);
    expect(html.match(/<[^>]*>/g), name).toEqual(plainMails[name]?.html.match(/<[^>]*>/g));
    expect(text.split("\n"), name).toHaveLength(plainMails[name]?.text.split("\n").length ?? 0);
    expect(subject, name).not.toMatch(/[\r\n\u202e]/);
  }
  expect(hostileMails["key-created"]?.text).toContain(`Name: ${asLine}\n`);
  expect(shownText(hostileMails["key-created"]?.html ?? "")).toContain(asLine);
});

it("mails need neither scripts, remote content nor style sheets, and know both themes", () => {
  for (const [name, { html }] of Object.entries(mailSamples("Production"))) {
    expect(html, name).not.toMatch(/<(script|link|img|iframe|form)\b|@import|url\(|var\(/i);
    expect(html, name).toContain('<meta name="color-scheme" content="light dark">');
    expect(html, name).toContain("@media (prefers-color-scheme:dark)");
    expect(html.length, name).toBeLessThan(12_000);
  }
});

it("the subject starts with the fact", () => {
  const { receipt, bundle, "key-created": key } = mailSamples("Production");
  expect(receipt?.subject).toBe("Receipt: $10.80 paid, $10.00 added");
  expect(key?.subject).toBe("API key created: Production");
  expect(bundle?.subject).toBe("2 more notifications from Counterfoil");
});

it("a key mail says when, on which device, from which network, and how to stop the key", () => {
  const mails = mailSamples("Production");
  const console_ = mails["key-created"]?.text ?? "";
  expect(console_).toContain("Created: Nov 28, 2026, 7:30 PM UTC\n");
  expect(console_).toContain("Device: Firefox on Linux\nNetwork: 203.0.113.0/24\n");
  expect(console_).toContain("Spending limit: $25.00 a month\nExpires: Feb 26, 2027, 11:59 PM UTC\n");
  expect(console_).toMatch(/Disable this key:\nhttps:\/\/console\.example\.com\/disable-key\?token=\S+\n/);
  expect(mails["key-created-by-api"]?.text).toContain("Created with: A management key\nNetwork: 203");
  expect(mails["key-created-on-server"]?.text).toContain("Type: Management key\nSpending limit: None\n");
});

function factOf(line: string): readonly string[] | null {
  const [, label, value] = /^([A-Z][A-Za-z ]{2,20}|[A-Z][a-z]{2} \d{1,2}, \d{4}): (.+)$/.exec(line) ?? [];
  return label && value ? [label, value] : null;
}

/** The text of a document's body as a reader sees it. */
function shownText(html: string): string {
  const body = html.slice(html.indexOf("<body"));
  return unescaped(body.replace(/<[^>]*>/g, " ").replace(/\s+/g, " "));
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
