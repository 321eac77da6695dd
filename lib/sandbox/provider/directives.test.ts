import { describe, expect, it } from "vitest";
import { noDirectives, parseDirectives, withoutDirectives } from "./directives";

describe("directives in the last user message", () => {
  it("are absent from ordinary text", () => {
    expect(parseDirectives("a [[note]] on sandboxes")).toBe(noDirectives);
  });

  it("combine", () => {
    expect(
      parseDirectives("[[sandbox:status=500]] x [[sandbox:echo]][[sandbox:tokens=1000,500]]"),
    ).toMatchObject({
      status: 500,
      echo: true,
      tokens: [1000, 500],
    });
  });

  it.each(["stauts=503", "status=200", "tokens=5", "echo=1", "chunks=0", "delay"])(
    "reject %s by name",
    (directive) => {
      expect(parseDirectives(`[[sandbox:${directive}]]`)).toEqual({ unknown: directive });
    },
  );

  it("are not part of the topic", () => {
    expect(withoutDirectives("[[sandbox:delay=5]]hello[[sandbox:echo]]")).toBe("hello");
  });
});
