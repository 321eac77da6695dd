import { expect, it } from "vitest";
import { createLog, errorFacts, isLogLine } from "./log";

it("a log line carries only allowed fields, and no error message", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  const error = new SyntaxError('Unexpected token "canary"');
  log.error(
    // @ts-expect-error Call sites that name another field do not compile.
    { requestId: "req-1", prompt: "canary", body: { text: "canary" }, ...errorFacts(error) },
    "request failed",
  );
  // @ts-expect-error Likewise.
  log.error({ error, err: error }, "handed over whole");
  log.debug({ requestId: "quiet" }, "below the level");
  expect(lines).toHaveLength(2);
  expect(lines.join("")).not.toContain("canary");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    requestId: "req-1",
    msg: "request failed",
    kind: "SyntaxError",
    dropped: ["prompt", "body"],
  });
});

it("recognizes its own lines", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  // What an untyped caller may pass.
  const fields: object = { requestId: "req-1", prompt: "canary", ...errorFacts(new Error("canary")) };
  log.error(fields, "request failed");
  log.info({ event: "started" });
  expect(lines.map((line) => isLogLine(line.trim()))).toEqual([true, true]);
  for (const text of [
    "",
    "⨯ Error: canary",
    "    at canary (/canary.ts:1:2)",
    '{"message":"canary"}',
    '{"level":50}',
    '{"level":50,"time":5}',
    '{"level":50,"time":"2026-01-01T00:00:00.000Z","prompt":"canary"}',
    '{"level":50,"time":"2026-01-01T00:00:00.000Z"} canary',
    ' {"level":50,"time":"2026-01-01T00:00:00.000Z"}',
    '["level"]',
  ]) {
    expect(isLogLine(text), text).toBe(false);
  }
});

it("takes the place of an error from the stack, not from a message that imitates one", () => {
  const imitation = "\n    at canary (/canary.ts:1:2)\n    at canary";
  const facts = errorFacts(new Error(`a pasted stack:${imitation}`));
  expect(facts.at).toEqual(expect.arrayContaining([expect.stringContaining("log.test.ts")]));
  expect(JSON.stringify(facts)).not.toContain("canary");
  const changed = new Error(imitation);
  // A stack is formatted when it is first read.
  expect(changed.stack).toContain("canary");
  changed.message = "another";
  expect(errorFacts(changed)).toMatchObject({ kind: "Error", at: [] });
});
