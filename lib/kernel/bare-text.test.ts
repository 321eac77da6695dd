import { expect, test } from "vitest";
import { z } from "zod";
import { bareText } from "./bare-text";
import { secretField, textField } from "./text-field";

test("finds a text that accepts any characters, at any depth of a schema", () => {
  const schema = z.object({
    name: z.string(),
    nested: z.object({ reason: z.string().trim().max(20).optional() }),
    list: z.array(z.string()).default([]),
    either: z.union([z.literal("on"), z.string()]).nullish(),
    loose: z.string().transform((text) => text.length),
    caught: z.string().optional().catch(undefined),
    named: z.record(z.string(), z.int()),
  });
  expect(bareText(schema)).toEqual(["name", "nested.reason", "list", "either", "loose", "caught", "named"]);
  expect(bareText(z.string())).toEqual([""]);
});

test("accepts a text with a fixed format, a textField and a secretField", () => {
  const schema = z.object({
    name: textField(20).min(1),
    id: z.uuid(),
    slug: z.string().regex(/^[a-z]+$/),
    choice: z.enum(["one", "two"]),
    amount: z.string().transform((text, context) => {
      if (/^\d+$/.test(text)) return BigInt(text);
      context.addIssue({ code: "custom", message: "no" });
      return z.NEVER;
    }),
    day: z.iso.date().optional(),
    password: secretField(20, "Choose one.").optional(),
    hash: z.string().overwrite((text) => (/^[0-9a-f]+$/.test(text) ? text : "")),
    count: z.coerce.number(),
    flag: z.boolean(),
    changed: z.looseObject({ name: textField(5) }).transform(({ name }) => name),
  });
  expect(bareText(schema)).toEqual([]);
});
