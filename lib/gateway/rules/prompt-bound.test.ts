import fc from "fast-check";
import { expect, test } from "vitest";
import { corpus, textOf, tokenizers } from "@/lib/testing/tokens/corpus";
import { promptTokenBound } from "./estimate-tokens";
import { TextScan } from "./tokens/scan-text";
import {
  letterPairs,
  singleTokenCharacters,
  singleTokenMarks,
  wordsInAnyCase,
  wordsInLowerCase,
} from "./tokens/token-vocabulary";

const counters = Object.entries(tokenizers);

/** The tokenizers whose count exceeds the bound. Empty when it holds. */
function missing(text: string): string[] {
  const bound = promptTokenBound(text);
  return counters
    .filter(([, count]) => count(text) > bound)
    .map(([name, count]) => `${name}: ${count(text)} > ${bound} for ${JSON.stringify(text.slice(0, 80))}`);
}

test.each(corpus)(
  "no tokenizer exceeds the bound for $name, whole or cut",
  { timeout: 30_000 },
  ({ text }) => {
    expect(missing(text)).toEqual([]);
    const cut = fc.tuple(
      fc.nat(text.length),
      fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 250 })),
    );
    fc.assert(
      fc.property(cut, ([from, length]) => {
        expect(missing(text.slice(from, from + length))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  },
);

test("no tokenizer exceeds the bound for texts assembled from all of them", () => {
  const piece = fc
    .tuple(fc.constantFrom(...corpus), fc.nat(5_000), fc.integer({ min: 0, max: 40 }))
    .map(([{ text }, from, length]) => text.slice(from % text.length, (from % text.length) + length));
  const whole = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(whole, (text) => {
      expect(missing(text)).toEqual([]);
    }),
    { numRuns: 150 },
  );
}, 60_000);

const characters = (low: number, high: number, maxLength: number) =>
  fc
    .array(fc.integer({ min: low, max: high }), { maxLength })
    .map((codes) => String.fromCodePoint(...codes.map((code) => (code >> 11 === 0x1b ? 0x41 : code))));

test.each<[string, fc.Arbitrary<string>]>([
  ["any characters", fc.string({ unit: "binary", maxLength: 60 })],
  ["graphemes", fc.string({ unit: "grapheme", maxLength: 60 })],
  ["ASCII", fc.string({ unit: "binary-ascii", maxLength: 80 })],
  ["small letters", characters(0x61, 0x7a, 60)],
  ["letters in both cases", fc.string({ unit: fc.constantFrom(..."qQxXeEtThHaAzZ"), maxLength: 60 })],
  ["the alphabets of two bytes", characters(0x80, 0x7ff, 40)],
  ["Chinese characters", characters(0x4e00, 0x9fff, 40)],
  ["Korean syllables", characters(0xac00, 0xd7a3, 40)],
  ["emoji", characters(0x1f300, 0x1faff, 40)],
  ["white space", fc.string({ unit: fc.constantFrom(..." \n\t\r x"), maxLength: 200 })],
  [
    "one repeated character",
    fc
      .tuple(fc.string({ unit: "binary", minLength: 1, maxLength: 1 }), fc.nat(300))
      .map(([each, times]) => each.repeat(times)),
  ],
  [
    "words and what surrounds them",
    fc.string({
      unit: fc.constantFrom(
        ...wordsInAnyCase,
        ...wordsInLowerCase,
        "The",
        "'s",
        "'ll",
        " ",
        " ",
        "_",
        "(",
        '"',
        ".",
        "1",
        "\n",
        "é",
      ),
      maxLength: 30,
    }),
  ],
  [
    "characters that are one token by themselves",
    fc.string({
      unit: fc.constantFrom(
        ...[...singleTokenCharacters, ...singleTokenMarks].map((code) => String.fromCharCode(code)),
      ),
      maxLength: 60,
    }),
  ],
])("no tokenizer exceeds the bound for random %s", (_, texts) => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(missing(text)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("the bound of English prose is at most two and a half times the tokens of any tokenizer", () => {
  for (const name of ["english", "english-informal"]) {
    const text = textOf(name);
    const least = Math.min(...counters.map(([, count]) => count(text)));
    expect(promptTokenBound(text) / least).toBeLessThan(2);
    for (const paragraph of text.split(/\n+/).filter((part) => part.length > 200)) {
      const tokens = Math.min(...counters.map(([, count]) => count(paragraph)));
      expect(promptTokenBound(paragraph) / tokens).toBeLessThan(2.5);
    }
  }
});

test("the bound is in proportion to the tokens for every kind of text", () => {
  const ratio = (name: string) => {
    const text = textOf(name);
    return promptTokenBound(text) / Math.max(...counters.map(([, count]) => count(text)));
  };
  for (const { name } of corpus) expect(ratio(name), name).toBeLessThan(3);
});

test("the tables of words, pairs, and characters are right for each vocabulary", () => {
  const wrong: string[] = [];
  const claim = (text: string) => {
    for (const [name, count] of counters)
      if (count(text) !== 1) wrong.push(`${name}: ${JSON.stringify(text)}`);
  };
  for (const word of wordsInLowerCase) claim(` ${word}`);
  for (const word of wordsInAnyCase) {
    claim(` ${word}`);
    claim(` ${word.slice(0, 1).toUpperCase()}${word.slice(1)}`);
  }
  for (const [first, seconds] of Object.entries(letterPairs))
    for (const second of seconds) claim(first + second);
  for (const code of [...singleTokenCharacters, ...singleTokenMarks]) claim(String.fromCharCode(code));
  expect(wrong).toEqual([]);
});

test("bytes are those of UTF-8, even for halves of characters, however the text is cut", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.boolean(),
      fc.nat(60),
      (whole, isHalved, at) => {
        const text = isHalved ? whole.slice(1) + whole.slice(0, 1) : whole;
        const scan = new TextScan();
        scan.add(text.slice(0, at));
        scan.add(text.slice(at));
        expect(scan.bytes).toBe(new TextEncoder().encode(text).length);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("a text read in slices has the same counts as read in one step", () => {
  const text = corpus.map((entry) => entry.text).join(" ");
  const whole = new TextScan();
  whole.add(text);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), (size) => {
      const scan = new TextScan();
      for (let at = 0; at < text.length; at += size) scan.add(text, at, at + size);
      expect([scan.bound, scan.likely, scan.bytes]).toEqual([whole.bound, whole.likely, whole.bytes]);
    }),
    { numRuns: 20 },
  );
});

test.each([
  ["prose", textOf("english")],
  ["base64", textOf("base64")],
  ["one endless word", "a"],
  ["one endless space", " "],
  ["one endless line of capitals and accents", "éaB"],
])("the time for %s grows linearly with its length", (_, sample) => {
  const millisecondsFor = (length: number) => {
    const text = sample.repeat(Math.ceil(length / sample.length));
    const before = process.cpuUsage();
    const scan = new TextScan();
    scan.add(text);
    expect(scan.bytes).toBeGreaterThanOrEqual(length);
    return process.cpuUsage(before).user / 1_000;
  };
  // Compile the code before measuring. Work that grew with the square of the length would take 64 times as long.
  millisecondsFor(200_000);
  expect(millisecondsFor(4_000_000)).toBeLessThan(32 * (millisecondsFor(500_000) + 5));
});
