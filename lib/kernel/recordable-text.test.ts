import { expect, test } from "vitest";
import { asOneLine, textProblem } from "./recordable-text";
import { textField } from "./text-field";

const control = "must not contain control characters";
const unseen = "must have a character that can be seen";
const invisible = "must not contain invisible characters";
const malformed = "must be well-formed Unicode";

test.each([
  ["NUL", "a\u0000b", control],
  ["a line break", "a\nb", control],
  ["a tab", "a\tb", control],
  ["DEL", "a\u007fb", control],
  ["the first C1 character", "a\u0080b", control],
  ["the last C1 character", "a\u009fb", control],
  ["a high surrogate alone", "a\ud83d", malformed],
  ["a low surrogate alone", "\ude00a", malformed],
  ["a pair in the wrong order", "\ude00\ud83d", malformed],
  ["a line separator", "a\u2028b", control],
  ["a paragraph separator", "a\u2029b", control],
  ["the first embedding of another direction", "a\u202ab", control],
  ["the last override of the direction", "a\u202eb", control],
  ["the first isolate of another direction", "a\u2066b", control],
  ["the end of an isolate", "a\u2069b", control],
  ["a space of no width alone", "\u200b", unseen],
  ["a filler alone", "\u115f", unseen],
  ["another filler, between spaces", " \u3164 ", unseen],
  ["a blank of Braille", "\u2800\u2800", unseen],
  ["tags alone", "\u{e0041}\u{e0042}", unseen],
  ["joiners and selectors alone", "\u200d\u200c\ufe0f", unseen],
  ["marks of direction alone", "\u200e\u200f", unseen],
  ["a space of no width in a word", "pro\u200bd", invisible],
  ["a filler in a word", "a\u3164b", invisible],
  ["a soft hyphen", "a\u00adb", invisible],
  ["tags behind a word", "prod\u{e0041}", invisible],
  ["a byte order mark", "a\ufeffb", invisible],
  ["a word joiner", "a\u2060b", invisible],
  ["a character too many", "aaaaaaaaaaa", "must be at most 10 characters"],
])("refused: %s", (_, text, problem) => {
  expect(textProblem(text, 10)).toBe(problem);
});

test.each([
  "",
  "plain",
  "Žofie – 鍵",
  "\ud83d\ude00",
  "a\u00a0b",
  "שלום\u200f",
  "a\u202fb",
  "aaaaaaaaaa",
  "\u2764\ufe0f",
  "می‌خواهم",
  "👩‍💻",
  "葛\u{e0100}",
  "\u0301",
])("recorded: %j", (text) => {
  expect(textProblem(text, 10)).toBeNull();
});

test("a field trims before it judges, and says one sentence per text", () => {
  const field = textField(10).min(1, "Say something.");
  expect(field.parse(" name\n")).toBe("name");
  const messages = (text: string) => field.safeParse(text).error?.issues.map((issue) => issue.message);
  expect(messages("a\u0000b")).toEqual(["Must not contain control characters."]);
  expect(messages("a\u0000".repeat(9))).toEqual(["Must be at most 10 characters."]);
  expect(messages(" ")).toEqual(["Say something."]);
});

test("as one line, a text keeps what can be seen of it", () => {
  expect(asOneLine(" My\u200b\tapp\u{e0041}\u202e ")).toBe("My app");
  expect(asOneLine("\u2764\ufe0f می‌خواهم")).toBe("\u2764\ufe0f می‌خواهم");
  expect(asOneLine("\u115f \u200d")).toBe("");
});
