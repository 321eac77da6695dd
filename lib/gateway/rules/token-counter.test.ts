import fc from "fast-check";
import { expect, test } from "vitest";
import { corpus, oneTokenPieces, textOf, tokenizers } from "@/lib/testing/tokens/corpus";
import { TokenCounter } from "./token-counter";

function counted(pieces: readonly string[]): number {
  const counter = new TokenCounter();
  for (const piece of pieces) counter.add(piece);
  return counter.tokens;
}

/** The deviation of the count from o200k_base, in percent. */
function error(text: string): number {
  return (100 * counted([text])) / (tokenizers.o200k?.(text) ?? 0) - 100;
}

// The title shows the measured deviation. Older vocabularies make up to three times as many tokens of scripts other
// than Latin and Cyrillic (Georgian with cl100k_base: six times). A model's token factor corrects for that.
test.each(corpus.map(({ name, text }) => ({ name, text, percent: Math.round(error(text) * 10) / 10 })))(
  "$name is counted to within 15% of o200k_base ($percent%)",
  ({ text }) => {
    expect(Math.abs(error(text))).toBeLessThan(15);
  },
);

const prose = ["english", "english-informal", "latin-french", "latin-german", "latin-spanish", "russian"];
const code = ["code-typescript", "code-python", "code-sql", "code-html", "json-pretty", "json-minified"];

test.each([...prose, ...code])("%s is counted to within 8%%", (name) => {
  expect(Math.abs(error(textOf(name)))).toBeLessThan(8);
});

test("with the vocabularies of other families, English is counted to within 15%, code to within 30%", () => {
  for (const count of Object.values(tokenizers)) {
    expect(Math.abs((100 * counted([textOf("english")])) / count(textOf("english")) - 100)).toBeLessThan(15);
    const text = textOf("code-typescript");
    expect(Math.abs((100 * counted([text])) / count(text) - 100)).toBeLessThan(30);
  }
});

test.each(corpus)("$name has the same count token by token, by paragraph, and split anywhere", ({ text }) => {
  const whole = counted([text]);
  expect(counted(oneTokenPieces(text))).toBe(whole);
  expect(counted(text.split(/(?<=\n)/))).toBe(whole);
  expect(counted([...text].flatMap((character) => [character, ""]))).toBe(whole);
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 40 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), text.length];
      expect(counted(at.slice(1).map((end, index) => text.slice(at[index], end)))).toBe(whole);
    }),
    { numRuns: 10 },
  );
});

test("how a text is cut changes nothing about a count that stops at a limit", () => {
  const stopped = (pieces: readonly string[], tokensMax: number) => {
    const counter = new TokenCounter(tokensMax);
    for (const piece of pieces) counter.add(piece);
    return Math.min(counter.tokens, tokensMax);
  };
  expect(stopped(["T", "Th"], 2)).toBe(1);
  const word = fc.constantFrom(
    "T",
    "h",
    "bcdfg",
    "tokens",
    "É",
    "ươ",
    "ABC",
    " ",
    "  ",
    "\n",
    "7",
    "12",
    ".",
    "#!",
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(word, fc.string({ maxLength: 4 })), { maxLength: 30 }),
      fc.integer({ min: 1, max: 20 }),
      (pieces, tokensMax) => {
        expect(stopped(pieces, tokensMax)).toBe(Math.min(counted([pieces.join("")]), tokensMax));
      },
    ),
    { numRuns: 1_000 },
  );
});

test("letters and words without end are counted only up to the limit", () => {
  for (const piece of ["z".repeat(50_000), "heron ".repeat(10_000)]) {
    const counter = new TokenCounter(1_000);
    counter.add(piece);
    expect(counter.isFull).toBe(true);
    const before = counter.tokens;
    counter.add(piece);
    expect(counter.tokens).toBe(before);
  }
});

test("a count is zero only for no text, and drops by no more than the end of a piece had left open", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 8 }), { maxLength: 40 }), (pieces) => {
      const counter = new TokenCounter();
      let before = 0;
      for (const piece of pieces) {
        counter.add(piece);
        // The end of a piece may count for less once the text after it is known.
        expect(counter.tokens).toBeGreaterThanOrEqual(before - 2);
        before = counter.tokens;
      }
      expect(counter.tokens > 0).toBe(pieces.join("") !== "");
    }),
  );
});
