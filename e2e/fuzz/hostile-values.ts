import fc from "fast-check";

/** Part of every hostile text, so that a value is recognized where it does not belong: in the log, in an error. */
export const canary = "zebrafinch-5e1f";

/** A value in both forms in which it is sent: as text in addresses and forms, and as a JSON token. */
export type HostileValue = { readonly label: string; readonly text: string; readonly token: string };

const text = (label: string, value: string): HostileValue => ({
  label,
  text: value,
  token: JSON.stringify(value),
});
const json = (label: string, token: string): HostileValue => ({ label, text: token, token });

const nested = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);

/** The values for pages, which cost more than the rest: one of each kind. */
export const fewValues: readonly HostileValue[] = [
  text("nothing", ""),
  text("10,000 characters", canary.padEnd(10_000, "x")),
  text("NUL", `${canary}\0`),
  text("a lone surrogate", `${canary}\ud800`),
  text("line ends", `${canary}\r\nx-injected: 1\r\n\r\n`),
  text("bidi controls", `\u202e${canary}\u2066`),
  text("a prototype's name", "__proto__"),
  text("a path upwards", `../../../${canary}`),
  text("percent signs", `%00%2e%2e%2f%zz${canary}%`),
  text("a uuid that is one digit short", "0192f0a0-0000-7000-8000-00000000000"),
  text("a uuid of nothing", "0192f0a0-0000-7000-8000-000000000000"),
  text("SQL", `${canary}' or 1=1; --`),
  text("markup", `<script>alert("${canary}")</script>`),
  json("1e308", "1e308"),
  json("2^53 + 1", "9007199254740993"),
  json("-0", "-0"),
];

export const values: readonly HostileValue[] = [
  ...fewValues,
  text("a byte order mark", `\ufeff${canary}`),
  text("half a pair, the wrong way round", `\udc00${canary}\ud800`),
  text("zero-width characters", `${canary}\u200b\u200d\u2060`),
  text("nothing but spaces", " \t\u00a0\u3000 "),
  text("combining marks", `${canary}${"\u0301".repeat(500)}`),
  text("characters beyond the plane", `${canary}\u{1f469}\u200d\u{1f4bb}\u{10ffff}`),
  text("C1 controls", `${canary}\u0085\u009b31m`),
  text("constructor", "constructor"),
  text("toString", "toString"),
  text("a template", `\${${canary}} {{7*7}} %s %n`),
  text("a wildcard", `${canary}%_*`),
  text("a uuid in capitals", "0192F0A0-0000-7000-8000-000000000000"),
  text("another hash", "f".repeat(64)),
  text("a hash of 63 digits", "f".repeat(63)),
  text("a generation of nothing", "gen-1700000000-0000000000000000000000"),
  text("an address", `https://${canary}.example/`),
  text("an address without a scheme", `//${canary}.example/`),
  text("a script's address", `javascript:${canary}`),
  text("a time that is none", "2026-13-45T99:99:99Z"),
  text("a year far away", "+275760-09-13T00:00:00Z"),
  text("a time zone that is none", `Europe/${canary}`),
  text("NaN", "NaN"),
  text("Infinity", "-Infinity"),
  text("a number of foreign digits", "\u0661\u0662.\u0665"),
  text("a number with spaces", " 5 "),
  text("a number in hex", "0x10"),
  text("a number with a thousand digits", "9".repeat(1_000)),
  text("a number as text", "12"),
  text("text that says null", "null"),
  text("text that says true", "true"),
  json("null", "null"),
  json("true", "true"),
  json("false", "false"),
  json("-1", "-1"),
  json("0", "0"),
  json("1e-12", "1e-12"),
  json("a fraction below the nano-dollar", "0.0000000001"),
  json("a fraction", "1.5"),
  json("a number that overflows", "1e999"),
  json("2^63", "9223372036854775808"),
  json("an empty list", "[]"),
  json("an empty object", "{}"),
  json("a list in a list", `[["${canary}"]]`),
  json("10,000 entries", `[${'"x",'.repeat(9_999)}"${canary}"]`),
  json("an object with a prototype", `{"__proto__":{"${canary}":1},"constructor":{"prototype":{}}}`),
  json("an object that pretends to be a list", `{"length":4294967295,"0":"${canary}"}`),
  json("an object with a toJSON", `{"toJSON":"${canary}","then":1,"toString":null}`),
  json("500 levels", nested('{"a":[', "]}", 500).replace("[]", "[1]")),
];

/** Names of fields and parameters that nothing has, or that every JavaScript object has. */
export const hostileNames = [
  "__proto__",
  "constructor",
  "toString",
  "then",
  "",
  "a.b.c",
  "a[]",
  `x-${canary}`,
];

/** Whole bodies instead of an object. */
export const bodies: readonly { readonly label: string; readonly body: string | Uint8Array }[] = [
  { label: "nothing", body: "" },
  { label: "a space", body: " " },
  { label: "null", body: "null" },
  { label: "a list", body: "[]" },
  { label: "a text", body: `"${canary}"` },
  { label: "a number", body: "-0" },
  { label: "half an object", body: `{"${canary}":` },
  { label: "a comment", body: `/* ${canary} */ {}` },
  { label: "NaN", body: '{"limit":NaN}' },
  { label: "a name that comes twice", body: `{"name":"a","name":"${canary}","model":1,"model":null}` },
  { label: "a byte order mark", body: `\ufeff{"name":"${canary}"}` },
  {
    label: "invalid UTF-8",
    body: Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')]),
  },
  { label: "UTF-16", body: Buffer.from(`{"name":"${canary}"}`, "utf16le") },
  { label: "100,000 levels", body: nested("[", "]", 100_000) },
  { label: "100,000 levels that do not end", body: '{"a":'.repeat(100_000) },
  { label: "a form", body: `name=${canary}&limit=1` },
  { label: "a megabyte of spaces", body: " ".repeat(1_000_000) },
];

/** Headers that a client may send; null removes one that the call would have. */
export const headerSets: readonly {
  readonly label: string;
  readonly headers: Readonly<Record<string, string | null>>;
}[] = [
  { label: "no content type", headers: { "content-type": null } },
  { label: "a content type of text", headers: { "content-type": "text/plain" } },
  { label: "a content type of a form", headers: { "content-type": "application/x-www-form-urlencoded" } },
  {
    label: "a content type of parts without their boundary",
    headers: { "content-type": "multipart/form-data" },
  },
  {
    label: "a content type in another encoding",
    headers: { "content-type": "application/json; charset=utf-16" },
  },
  { label: "a content type that is none", headers: { "content-type": `${canary};;=/` } },
  { label: "a content encoding that is not so", headers: { "content-encoding": "gzip" } },
  { label: "a long header", headers: { "x-title": canary.padEnd(8_000, "x") } },
  { label: "bytes above ASCII", headers: { "x-title": `${canary}\u00ff\u0080`, "http-referer": "\u00e9" } },
  {
    label: "a language that is none",
    headers: { "accept-language": `${canary};q=x`, accept: `${canary}/*` },
  },
  { label: "a range", headers: { range: "bytes=0-0,5-1", "if-none-match": `"${canary}"` } },
  {
    label: "a way that it did not come",
    headers: { "x-forwarded-for": canary, "x-forwarded-host": `${canary}.example` },
  },
  { label: "a wish to expect", headers: { "x-http-method-override": "DELETE", prefer: canary } },
];

/** Values of the Authorization header instead of a key; all of them get 401. */
export const credentialTexts: readonly string[] = [
  "",
  "Bearer",
  "Bearer ",
  `Bearer ${canary}`,
  `Basic ${Buffer.from(`${canary}:x`).toString("base64")}`,
  `Bearer sk-or-v1-${"0".repeat(64)}`,
  `Bearer sk-or-v1-${"0".repeat(64)} ${canary}`,
  `Bearer sk-or-v1-${"0".repeat(63)}\u00e9`,
  `Bearer ${"x".repeat(8_000)}`,
];

/** A random value: one of the above, or generated text, a number or JSON. */
export const anyValue: fc.Arbitrary<HostileValue> = fc.oneof(
  fc.constantFrom(...values),
  fc.string({ unit: "binary", maxLength: 300 }).map((made) => text("some text", `${canary}${made}`)),
  fc.string({ unit: "grapheme", maxLength: 300 }).map((made) => text("some text", `${made}${canary}`)),
  fc.double().map((made) => json("some number", Number.isFinite(made) ? String(made) : "1e400")),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map((made) => json("some integer", String(made))),
  fc.jsonValue({ maxDepth: 4 }).map((made) => json("some JSON", JSON.stringify(made))),
);

/**
 * Percent-encodes a value for an address. Unlike the platform's own function, it accepts lone surrogates and encodes
 * the bytes that they would have: normal clients never send these, but anyone can.
 */
export function percentEncode(raw: string): string {
  return [...raw]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      const isLone = code >= 0xd800 && code <= 0xdfff;
      const bytes = isLone
        ? [0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
        : [...Buffer.from(character)];
      return /[\w.~-]/.test(character)
        ? character
        : bytes.map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
    })
    .join("");
}
