import { expect, test } from "vitest";
import { logLinesOnly } from "./child-output";

const own = (msg: string) => `{"level":30,"time":"2026-01-01T00:00:00.000Z","msg":"${msg}"}`;

function passed(chunks: readonly (string | Buffer)[]) {
  const written: string[] = [];
  const output = logLinesOnly("pages", (text) => written.push(text));
  for (const chunk of chunks) output.take(Buffer.from(chunk));
  output.end();
  return written;
}

const told = (text: string) => ({ ...JSON.parse(text), time: "" });
const unexpected = (bytes: number) => ({
  level: 40,
  time: "",
  event: "unexpected_output",
  part: "pages",
  bytes,
});

test("log lines pass unchanged, however they are split into chunks", () => {
  const line = own("žluťoučký 😀");
  const bytes = Buffer.from(`${line}\n${own("b")}\n`);
  for (let cut = 1; cut < bytes.length; cut += 1) {
    expect(passed([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual([`${line}\n`, `${own("b")}\n`]);
  }
});

test("for everything else only the number of bytes is reported, once per burst", () => {
  const stack = "⨯ Error: canary\n    at canary (file.js:1:2) {\n  digest: '1'\n}\n\n";
  const written = passed([own("a"), "\n", stack, own("b"), "\n"]);
  expect(written.slice(0, 2)).toEqual([`${own("a")}\n`, `${own("b")}\n`]);
  expect(told(written[2] ?? "")).toEqual(unexpected(Buffer.byteLength(stack.replaceAll("\n", ""))));
  expect(written).toHaveLength(3);
  expect(written.join("")).not.toContain("canary");
});

test("a line that imitates a log line, has no end or is too long does not pass", () => {
  const pretended = '{"level":30,"time":"2026-01-01T00:00:00.000Z","prompt":"canary"}';
  const long = `{"level":30,"time":"","msg":"${"x".repeat(200_000)}"}`;
  for (const text of [`${pretended}\n`, "canary", `${own("a")} canary`]) {
    const written = passed([text]);
    expect(written.map(told)).toEqual([unexpected(text.trimEnd().length)]);
  }
  const written = passed([long.slice(0, 70_000), long.slice(70_000), "\n", own("after"), "\n"]);
  expect(written.join("")).not.toContain("xxx");
  expect(written[0]).toBe(`${own("after")}\n`);
  expect(told(written[1] ?? "")).toEqual(unexpected(long.length));
});
