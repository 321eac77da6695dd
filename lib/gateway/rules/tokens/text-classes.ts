import { singleTokenCharacters, singleTokenMarks } from "./token-vocabulary";

/** Classes of UTF-16 code units, as tokenizers split a text. */
export const charClass = {
  control: 0,
  space: 1,
  newline: 2,
  tab: 3,
  digit: 4,
  symbol: 5,
  /** a to z, A to Z. */
  letter: 6,
  /** Latin letters beyond ASCII: parts of words. */
  extended: 7,
  /** Everything else, counted character by character. */
  other: 8,
} as const;

/** Bounds are counted in these fractions of a token. */
export const boundUnit = 8;
/** Likely counts are kept in these fractions of a token, so that they can be rounded once. */
export const likelyUnit = 1_000;

const unitsInAll = 65_536;
/** A character that is a token by itself can cost a little more if it breaks up its neighbors. */
const boundOfSingleToken = boundUnit + 1;

/** Class of each code unit. */
export const classOf = new Uint8Array(unitsInAll);
/** Bytes in UTF-8. For a surrogate: of one without its other half. */
export const bytesOf = new Uint8Array(unitsInAll);
/** For `extended` and `other`: the most tokens, in `boundUnit`. */
export const boundOf = new Uint8Array(unitsInAll);
/** For `other`: the likely tokens, in `likelyUnit`. */
export const likelyOf = new Uint16Array(unitsInAll);

/**
 * Likely tokens of a character, in thousandths, by the first code unit of each range. Measured with o200k_base. Older
 * vocabularies need up to three times as many for scripts other than Latin and Cyrillic (a model's `tokenFactor`).
 */
const likelyFrom: readonly (readonly [number, number])[] = [
  [0x80, 800],
  [0x2b0, 400],
  [0x370, 450],
  [0x400, 300],
  [0x530, 390],
  [0x590, 440],
  [0x600, 370],
  [0x780, 610],
  [0x900, 420],
  [0x980, 380],
  [0xa00, 400],
  [0xb80, 345],
  [0xc00, 390],
  [0xe00, 420],
  [0xe80, 500],
  [0x1000, 580],
  [0x10a0, 350],
  [0x1100, 610],
  [0x1200, 2_200],
  [0x1380, 610],
  [0x1f00, 900],
  [0x2000, 1_500],
  [0x3000, 570],
  [0x3040, 700],
  [0x30a0, 510],
  [0x3100, 610],
  [0x3400, 1_650],
  [0xa000, 610],
  [0xac00, 1_850],
  [0xd7b0, 610],
  [0xd800, 900],
  [0xe000, 1_150],
];
/** Han and Hangul characters that are common enough to be a token by themselves are often part of a longer one. */
const likelyOfCommonHan = 500;
const likelyOfCommonHangul = 200;
/** Ukrainian letters that Russian does not have. Words with them take more tokens. */
const ukrainian = [0x454, 0x456, 0x457, 0x491];
const likelyOfUkrainian = 1_500;

fillClasses();
fillCosts();

function fillClasses(): void {
  classOf.fill(charClass.symbol, 0x21, 0x7f);
  classOf.fill(charClass.digit, 0x30, 0x3a);
  classOf.fill(charClass.letter, 0x41, 0x5b);
  classOf.fill(charClass.letter, 0x61, 0x7b);
  classOf.fill(charClass.other, 0x7f);
  classOf.fill(charClass.extended, 0xc0, 0x250);
  classOf.fill(charClass.extended, 0x1e00, 0x1f00);
  // The multiplication and division signs are among the letters.
  classOf[0xd7] = charClass.other;
  classOf[0xf7] = charClass.other;
  classOf[0x20] = charClass.space;
  classOf[0x0a] = charClass.newline;
  classOf[0x0d] = charClass.newline;
  classOf[0x09] = charClass.tab;
}

function fillCosts(): void {
  bytesOf.fill(1, 0, 0x80);
  bytesOf.fill(2, 0x80, 0x800);
  bytesOf.fill(3, 0x800);
  for (let code = 0; code < unitsInAll; code += 1) boundOf[code] = (bytesOf[code] ?? 0) * boundUnit;
  for (const [from, likely] of likelyFrom) likelyOf.fill(likely, from);
  for (const code of singleTokenCharacters) {
    boundOf[code] = boundOfSingleToken;
    if (code >= 0x3400 && code < 0xa000) likelyOf[code] = likelyOfCommonHan;
    if (code >= 0xac00 && code < 0xd7b0) likelyOf[code] = likelyOfCommonHangul;
  }
  for (const code of singleTokenMarks) boundOf[code] = boundOfSingleToken;
  for (const code of ukrainian) likelyOf[code] = likelyOfUkrainian;
}
