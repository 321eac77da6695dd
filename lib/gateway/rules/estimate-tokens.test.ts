import { expect, test } from "vitest";
import { textOf, tokenizers } from "@/lib/testing/tokens/corpus";
import {
  estimateContentTokens,
  estimateInSteps,
  estimateTextTokens,
  promptTokenBound,
} from "./estimate-tokens";

const chat = (content: unknown, rest: object = {}) => ({
  messages: [{ role: "user", content, ...rest }],
});
const nothing = estimateContentTokens(chat(""));
const image = (url: string) => ({ type: "image_url", image_url: { url } });

test("likely is at most bound, and bound at most possible", () => {
  for (const name of ["english", "code-python", "json-tools", "chinese", "base64", "whitespace"]) {
    const text = textOf(name);
    const estimate = estimateContentTokens(chat(text));
    expect(estimate.likely).toBeLessThanOrEqual(estimate.bound);
    expect(estimate.bound).toBeLessThanOrEqual(estimate.possible);
    expect(estimate.bound).toBe(nothing.bound + promptTokenBound(text));
    expect(estimate.likely).toBe(nothing.likely + estimateTextTokens(text));
    expect(estimate.possible).toBe(nothing.possible + Buffer.byteLength(text));
  }
});

test("a text counts the same as content, as a part, as a prompt, and as a suffix", () => {
  const text = textOf("english");
  const asContent = estimateContentTokens(chat(text));
  expect(estimateContentTokens(chat([{ type: "text", text }]))).toEqual(asContent);
  expect(estimateContentTokens(chat([{ type: "input_text", text }]))).toEqual(asContent);
  const empty = estimateContentTokens({});
  for (const field of ["prompt", "suffix"]) {
    const estimate = estimateContentTokens({ [field]: text });
    expect(estimate.bound - empty.bound).toBe(asContent.bound - nothing.bound);
  }
});

test("every message adds the tokens of its frame", () => {
  const ten = estimateContentTokens({ messages: Array.from({ length: 10 }, () => ({ role: "user" })) });
  expect(ten.bound - nothing.bound).toBe(9 * 8);
  expect(ten.likely - nothing.likely).toBe(9 * 4);
});

test("earlier text, tool calls, and reasoning of the assistant count too", () => {
  const text = textOf("english");
  const least = tokenizers.cl100k?.(text) ?? 0;
  for (const field of ["tool_calls", "reasoning", "reasoning_content", "refusal", "name", "unheard_of"]) {
    const value = field === "tool_calls" ? [{ function: { name: "f", arguments: text } }] : text;
    const estimate = estimateContentTokens(chat(null, { [field]: value }));
    expect(estimate.bound - nothing.bound, field).toBeGreaterThanOrEqual(least);
    expect(estimate.possible - nothing.possible, field).toBeGreaterThanOrEqual(text.length);
  }
});

test("tools and schemas count, with room for how providers serialize them", () => {
  const tools = JSON.parse(textOf("json-tools")) as unknown[];
  const estimate = estimateContentTokens({ ...chat(""), tools });
  const pretty = JSON.stringify(tools, null, 2);
  for (const count of Object.values(tokenizers)) {
    expect(estimate.bound - nothing.bound).toBeGreaterThanOrEqual(count(JSON.stringify(tools)));
    expect(estimate.possible - nothing.possible).toBeGreaterThanOrEqual(count(pretty));
  }
});

test("images count by number, not by the length of their base64", () => {
  const url = `data:image/png;base64,${"A".repeat(1_000_000)}`;
  const inline = estimateContentTokens(chat([image(url), { type: "text", text: "x" }]));
  const linked = estimateContentTokens(chat([image("https://a.example/b.png"), { type: "text", text: "x" }]));
  expect(inline).toEqual(linked);
  expect(inline.images).toBe(1);
  expect(inline.bound).toBeLessThan(3_000);
  // The highest count of any provider known for one image.
  expect(inline.possible - nothing.possible).toBeGreaterThanOrEqual(48_169);
  expect(estimateContentTokens(chat([{ type: "input_image", image_url: url }, image(url)])).images).toBe(2);
});

test("files and recordings count by size, or by a constant when only their address is known", () => {
  const data = "A".repeat(400_000);
  const pdf = estimateContentTokens(chat([{ type: "file", file: { filename: "a.pdf", file_data: data } }]));
  expect(pdf.likely).toBeGreaterThan(20_000);
  expect(pdf.possible).toBeGreaterThan(400_000);
  const speech = estimateContentTokens(chat([{ type: "input_audio", input_audio: { data, format: "mp3" } }]));
  expect(speech.bound).toBeLessThan(20_000);
  const linked = estimateContentTokens(
    chat([{ type: "file", file: { file_data: "https://a.example/b.pdf" } }]),
  );
  expect(linked.possible).toBeGreaterThan(200_000);
  expect(linked.bound).toBeLessThan(3_000);
});

test("invalid content does not make the estimate fail", () => {
  for (const messages of [[null], ["x"], [{ content: [null, "x", 7] }], {}, "x"]) {
    expect(estimateContentTokens({ messages }).possible).toBeGreaterThan(0);
  }
});

test("an estimate in steps equals the one in a single step, and no step reads more than its share", () => {
  const text = textOf("english").repeat(40);
  const content = {
    ...chat([{ type: "text", text }, image("x")]),
    tools: JSON.parse(textOf("json-tools")),
  };
  const steps = estimateInSteps(content, 10_000);
  let taken = 0;
  let step = steps.next();
  for (; !step.done; step = steps.next()) taken += 1;
  expect(step.value).toEqual(estimateContentTokens(content));
  expect(taken).toBeGreaterThanOrEqual(Math.floor(text.length / 10_000));
});
