import { expect, test } from "vitest";
import { textProblem } from "./recordable-text";
import { textField } from "./text-field";

const control = "must not contain control characters";
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
  ["a character too many", "aaaaaaaaaaa", "must be at most 10 characters"],
])("refused: %s", (_, text, problem) => {
  expect(textProblem(text, 10)).toBe(problem);
});

test.each(["", "plain", "Žofie – 鍵", "\ud83d\ude00", "a\u00a0b", "שלום\u200f", "a\u202fb", "aaaaaaaaaa"])(
  "recorded: %j",
  (text) => {
    expect(textProblem(text, 10)).toBeNull();
  },
);

test("a field trims before it judges, and says one sentence per text", () => {
  const field = textField(10).min(1, "Say something.");
  expect(field.parse(" name\n")).toBe("name");
  const messages = (text: string) => field.safeParse(text).error?.issues.map((issue) => issue.message);
  expect(messages("a\u0000b")).toEqual(["Must not contain control characters."]);
  expect(messages("a\u0000".repeat(9))).toEqual(["Must be at most 10 characters."]);
  expect(messages(" ")).toEqual(["Say something."]);
});
