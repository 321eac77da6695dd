import { create } from "fontkit";
import { expect, it } from "vitest";
import { fonts } from "./fonts";

it.each(["regular", "bold"] as const)(
  "figures have one width in %s, so that columns of amounts align",
  (name) => {
    const font = create(fonts()[name].file);
    if (!("layout" in font)) throw new Error("a collection");
    const widths = Array.from("0123456789", (figure) => font.layout(figure).advanceWidth);
    expect(new Set(widths).size).toBe(1);
  },
);
