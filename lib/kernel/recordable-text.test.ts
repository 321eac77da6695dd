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
  ["a lone high surrogate", "a\ud83d", malformed],
  ["a lone low surrogate", "\ude00a", malformed],
  ["a pair in the wrong order", "\ude00\ud83d", malformed],
  ["a line separator", "a\u2028b", control],
  ["a paragraph separator", "a\u2029b", control],
  ["the first direction embedding", "a\u202ab", control],
  ["the last direction override", "a\u202eb", control],
  ["the first direction isolate", "a\u2066b", control],
  ["the end of an isolate", "a\u2069b", control],
  ["only a zero-width space", "\u200b", unseen],
  ["only a filler", "\u115f", unseen],
  ["another filler, between spaces", " \u3164 ", unseen],
  ["blank Braille patterns", "\u2800\u2800", unseen],
  ["only tags", "\u{e0041}\u{e0042}", unseen],
  ["only joiners and selectors", "\u200d\u200c\ufe0f", unseen],
  ["only direction marks", "\u200e\u200f", unseen],
  ["a zero-width space in a word", "pro\u200bd", invisible],
  ["a filler in a word", "a\u3164b", invisible],
  ["a soft hyphen", "a\u00adb", invisible],
  ["tags after a word", "prod\u{e0041}", invisible],
  ["a byte order mark", "a\ufeffb", invisible],
  ["a word joiner", "a\u2060b", invisible],
  ["one character too many", "aaaaaaaaaaa", "must be at most 10 characters"],
])("rejects %s", (_, text, problem) => {
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
])("accepts %j", (text) => {
  expect(textProblem(text, 10)).toBeNull();
});

test("a field trims before it validates, and reports one sentence per text", () => {
  const field = textField(10).min(1, "Say something.");
  expect(field.parse(" name\n")).toBe("name");
  const messages = (text: string) => field.safeParse(text).error?.issues.map((issue) => issue.message);
  expect(messages("a\u0000b")).toEqual(["Must not contain control characters."]);
  expect(messages("a\u0000".repeat(9))).toEqual(["Must be at most 10 characters."]);
  expect(messages(" ")).toEqual(["Say something."]);
});

test("asOneLine keeps the visible characters of a text", () => {
  expect(asOneLine(" My\u200b\tapp\u{e0041}\u202e ")).toBe("My app");
  expect(asOneLine("\u2764\ufe0f می‌خواهم")).toBe("\u2764\ufe0f می‌خواهم");
  expect(asOneLine("\u115f \u200d")).toBe("");
});
