import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bodyFields } from "@/lib/gateway/rules/body/completion-body";
import { type CompletionKind, parseInput } from "@/lib/gateway/rules/chat-input";
import { createApi } from "./app";

/** Returns the cells of the table rows under a heading of a document. */
function rowsUnder(heading: string, text: string): string[][] {
  const section = text.split(`\n${heading}\n`)[1]?.split(/\n#{1,3} /)[0] ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("| `"));
  return lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const compatibility = readFileSync("docs/openrouter-compatibility.md", "utf8");
const endpoints = rowsUnder("## Endpoints", compatibility);
const parameters = rowsUnder("## Parameters of completions", compatibility);
const operations = createApi().operations.map(
  ({ method, path }) => `${method} ${path.replace("/api/v1", "").replace(/:([a-z]+)/g, "{$1}")}`,
);
const nameOf = (cell = "") => /`([^`]+)`/.exec(cell)?.[1] ?? "";

test("every operation of the API has a row, and operations listed as absent do not exist", () => {
  const there = endpoints.filter(([, state]) => state !== "absent").map(([name]) => nameOf(name));
  expect(there.sort()).toEqual([...operations].sort());
  const absent = endpoints.filter(([, state]) => state === "absent").map(([name]) => nameOf(name));
  expect(absent.length).toBeGreaterThan(10);
  expect(absent.filter((name) => operations.includes(name))).toEqual([]);
});

test("every operation is listed in the pages and endpoints", () => {
  const listed = readFileSync("docs/pages-and-endpoints.md", "utf8");
  const missing = operations.filter((name) => !listed.includes(`\`${name.replace(" /", " /api/v1/")}\``));
  expect(missing).toEqual([]);
});

test("every row has a state, and rows marked same or differs name a test", () => {
  for (const [name = "", state, , test = ""] of endpoints) {
    expect(["same", "differs", "absent"], name).toContain(state);
    if (state !== "absent") expect(test, name).toMatch(/\.(?:db\.)?(?:test|spec)\.ts\)/);
  }
  for (const [name = "", state, fate] of parameters) {
    expect(["same", "differs", "absent"], name).toContain(state);
    expect(["used", "passed on", "ignored", "refused"], name).toContain(fate);
  }
});

/** A value for each parameter that has an effect. */
const values: Readonly<Record<string, unknown>> = {
  model: "a/b",
  models: ["a/b"],
  messages: [{ role: "user", content: "x" }],
  stream: true,
  max_tokens: 8,
  max_completion_tokens: 8,
  user: "someone",
  provider: { order: ["a"] },
  plugins: [{ id: "web" }],
};

/** Fields that only text completions have. */
const ofText = new Set([...bodyFields.text.keys()].filter((name) => !bodyFields.chat.has(name)));

function read(kind: CompletionKind, name: string) {
  const base = kind === "chat" ? { messages: values.messages } : { prompt: "x" };
  return parseInput(kind, { model: "a/b", ...base, [name]: values[name] ?? "something" });
}

test.each(parameters.map(([cell, , fate]) => ({ name: nameOf(cell), fate })))(
  "the parameter $name is $fate",
  ({ name, fate }) => {
    const result = read(ofText.has(name) ? "text" : "chat", name);
    expect(result.ok).toBe(fate !== "refused");
    if (!result.ok) return;
    expect(Object.hasOwn(result.body.content, name)).toBe(fate === "passed on");
  },
);

test("every field of a body has a row, with what happens to it", () => {
  const rows = new Map(parameters.map(([cell, , fate]) => [nameOf(cell), fate]));
  const fates = { used: "used", forwarded: "passed on", ignored: "ignored", rejected: "refused" };
  const expected = [...bodyFields.chat].map(([name, handling]) => [name, fates[handling]]);
  expect([...rows].filter(([name = ""]) => !ofText.has(name)).sort()).toEqual(expected.sort());
  for (const [name, handling] of bodyFields.text) expect(rows.get(name), name).toBe(fates[handling]);
});
