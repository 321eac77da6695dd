import { inspect } from "node:util";
import { expect, it } from "vitest";
import { Redacted } from "./redacted";

it("prints content in no form, and returns it only when exposed", () => {
  const redacted = new Redacted({ text: "canary" });
  const printed = [
    String(redacted),
    `${redacted}`,
    JSON.stringify({ redacted }),
    inspect(redacted, { depth: 9 }),
    inspect({ a: [redacted] }),
  ];
  for (const text of printed) {
    expect(text).toContain("[redacted]");
    expect(text).not.toContain("canary");
  }
  expect(Object.keys(redacted)).toEqual([]);
  expect(redacted.expose().text).toBe("canary");
});
