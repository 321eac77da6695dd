import { expect, test } from "vitest";
import { headerText } from "./header-text";

/** The header as Node gives it. */
const received = (text: string) => Buffer.from(text, "utf8").toString("latin1");

test.each(["Café Zürich 日本", "plain", "", "🦉", "https://bücher.example/ä"])(
  "UTF-8 is decoded: %s",
  (text) => {
    expect(headerText(received(text))).toBe(text);
  },
);

test.each(["Caf\u00e9", "\u00c0\u0080", "a\u0080b", "\u00ff\u00fe", "\u00ed\u00a0\u0080"])(
  "what is not UTF-8 stays as it is: %j",
  (text) => {
    expect(headerText(text)).toBe(text);
  },
);

test("text that was decoded already stays as it is", () => {
  expect(headerText("日本 \u00c3\u00a9")).toBe("日本 \u00c3\u00a9");
});
