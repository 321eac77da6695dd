import { expect, it } from "vitest";
import { createLog, errorFacts } from "./log";

it("a log line carries allowed fields only, and no message of an error", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  const error = new SyntaxError('Unexpected token "canary"');
  log.error(
    { requestId: "req-1", prompt: "canary", body: { text: "canary" }, ...errorFacts(error) },
    "request failed",
  );
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
