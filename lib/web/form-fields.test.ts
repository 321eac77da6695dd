import { expect, it } from "vitest";
import { z } from "zod";
import { fieldErrors, formFields, typedValues } from "./form-fields";

function formOf(entries: readonly (readonly [string, string])[]): FormData {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

it("nests and repeats names", () => {
  const form = formOf([
    ["name", "a"],
    ["limit.amount", "5"],
    ["limit.reset", "daily"],
    ["tags[]", "x"],
    ["twice", "1"],
    ["twice", "2"],
    ["$ACTION_ID_1", ""],
  ]);
  expect(JSON.parse(JSON.stringify(formFields(form)))).toEqual({
    name: "a",
    limit: { amount: "5", reset: "daily" },
    tags: ["x"],
    twice: ["1", "2"],
  });
});

it("no name reaches an object's prototype", () => {
  formFields(
    formOf([
      ["__proto__.polluted", "yes"],
      ["constructor.prototype.polluted", "yes"],
    ]),
  );
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

it("each field gets its first sentence, under its name in the form", () => {
  const schema = z.object({ limit: z.object({ amount: z.string().min(3, "too short").regex(/a/, "no a") }) });
  const parsed = schema.safeParse(formFields(formOf([["limit.amount", "5"]])));
  expect(parsed.success ? null : fieldErrors(parsed.error)).toEqual({ "limit.amount": "too short" });
});

it("secrets are never sent back for display", () => {
  const form = formOf([
    ["email", "ada@example.com"],
    ["currentPassword", "hunter2"],
    ["factorCode", "123456"],
    ["token", "abc"],
    ["clientSecret", "s"],
  ]);
  expect(typedValues(form)).toEqual({ email: "ada@example.com" });
});
