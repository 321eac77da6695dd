import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createApi } from "./app";
import { type CompletionKind, parseInput } from "@/lib/gateway/rules/chat-input";

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

function read(kind: CompletionKind, name: string) {
  const base = kind === "chat" ? { messages: values.messages } : { prompt: "x" };
  return parseInput(kind, { model: "a/b", ...base, [name]: values[name] ?? "something" });
}

test.each(parameters.map(([cell, , fate]) => ({ name: nameOf(cell), fate })))(
  "the parameter $name is $fate",
  ({ name, fate }) => {
    const result = read("chat", name);
    expect(result.ok).toBe(fate !== "refused");
    if (!result.ok) return;
    expect(Object.hasOwn(result.body.content, name)).toBe(fate === "passed on");
  },
);

test("every parameter that is passed on has a row", () => {
  const source = readFileSync("lib/gateway/rules/chat-input.ts", "utf8");
  const lists = [...source.matchAll(/^const forwarded(?:Chat)? = \[([^\]]*)\]/gm)].map(
    ([, list = ""]) => list,
  );
  const forwarded = lists.join().match(/(?<=")\w+(?=")/g) ?? [];
  expect(forwarded.length).toBeGreaterThan(15);
  const passedOn = parameters.filter(([, , fate]) => fate === "passed on").map(([name]) => nameOf(name));
  expect(passedOn.sort()).toEqual(forwarded.sort());
});
