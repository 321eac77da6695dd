import { inspect } from "node:util";
import { expect, it } from "vitest";
import { Sealed } from "./sealed";

it("content shows itself in no way of printing, only when opened", () => {
  const sealed = new Sealed({ text: "canary" });
  const printed = [
    String(sealed),
    `${sealed}`,
    JSON.stringify({ sealed }),
    inspect(sealed, { depth: 9 }),
    inspect({ a: [sealed] }),
  ];
  for (const text of printed) {
    expect(text).toContain("[redacted]");
    expect(text).not.toContain("canary");
  }
  expect(Object.keys(sealed)).toEqual([]);
  expect(sealed.open().text).toBe("canary");
});
