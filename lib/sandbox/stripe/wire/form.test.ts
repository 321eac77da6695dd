import { describe, expect, it } from "vitest";
import { parseForm } from "./form";

describe("form encoding", () => {
  it("nests objects and lists", () => {
    const body =
      "line_items[0][price_data][currency]=usd&line_items[0][quantity]=1&line_items[1][quantity]=2&mode=payment";
    expect(parseForm(body)).toEqual({
      line_items: [{ price_data: { currency: "usd" }, quantity: "1" }, { quantity: "2" }],
      mode: "payment",
    });
  });

  it("appends to lists without numbers and decodes names and values", () => {
    expect(parseForm("expand%5B%5D=a&expand[]=b%20c&metadata[a+b]=%26")).toEqual({
      expand: ["a", "b c"],
      metadata: { "a b": "&" },
    });
  });

  it("keeps an empty value, which unsets", () => {
    expect(parseForm("metadata=&name=")).toEqual({ metadata: "", name: "" });
  });

  it("cannot reach a prototype", () => {
    parseForm("__proto__[polluted]=1&a[__proto__][polluted]=1&a[constructor][prototype][polluted]=1");
    expect({}).not.toHaveProperty("polluted");
  });
});
