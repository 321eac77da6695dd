import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { chatBody, textBody } from "./completion-body";
import { message, messageFields } from "./message";
import {
  choice,
  described,
  documented,
  either,
  flag,
  type JsonSchema,
  list,
  nonEmptyText,
  object,
  recordableText,
  saying,
  type Shape,
  text,
  textOrList,
  wholeNumber,
} from "./shape";

const shapes: Readonly<Record<string, Shape<unknown>>> = {
  flag,
  text,
  nonEmptyText,
  recordableText: recordableText(5),
  wholeNumber: wholeNumber(1, 1_000),
  choice: choice("a", "b"),
  "choice of one": choice(false),
  list: list(text, { min: 1, max: 2, noun: "names" }),
  textOrList: textOrList(list(object({}), { max: 2, noun: "parts" }), " must be text or parts"),
  either: either(" must be a or 1", choice("a"), wholeNumber(1, 1)),
  documented: documented("Anything.", {}),
  "described and saying": described("A flag.", saying(" is wrong", flag)),
  object: object({
    a: text,
    b: choice("a", "b"),
    c: list(flag, { noun: "flags" }),
    d: documented("Anything.", {}),
  }),
  "object with a required field": object({ a: text, b: flag }, { required: ["a"] }),
  "closed object": object({ a: text, b: flag }, { isClosed: true }),
};
const value = fc.oneof(
  fc.constantFrom("", "a", "b", "abc", "abcdef", 0, 1, 2, 1.5, 1_000, 1_001, true, false, null, {}, []),
  fc.array(fc.constantFrom("", "a", 1, true, null, {}, []), { maxLength: 3 }),
  fc.record(
    {
      a: fc.constantFrom("a", 1, null),
      b: fc.constantFrom("b", "x", true, null),
      c: fc.constantFrom([], [true], [1], null),
      d: fc.constantFrom(1, null),
      e: fc.constant(1),
    },
    { requiredKeys: [] },
  ),
);

test.each(Object.keys(shapes))("%s: what is documented is what is checked", (name) => {
  const shape = shapes[name] ?? flag;
  const documented = z.fromJSONSchema(shape.schema as Parameters<typeof z.fromJSONSchema>[0]);
  const seen = new Set<boolean>();
  fc.assert(
    fc.property(value, (some) => {
      const isValid = shape.is(some);
      seen.add(isValid);
      expect([some, documented.safeParse(some).success]).toEqual([some, isValid]);
      expect(shape.problem(some) === null).toBe(isValid);
    }),
    { numRuns: 500 },
  );
  expect(seen.size).toBe(name === "documented" ? 1 : 2);
});

test("a problem starts with the path of the value and doesn't repeat the value", () => {
  const { problem } = object({ a: list(object({ b: flag }), { max: 2, noun: "things" }) });
  expect(problem({ a: [{}, { b: "secret" }] })).toBe(".a[1].b must be true or false");
  expect(problem({ a: [1] })).toBe(".a[0] must be an object");
  expect(problem({ a: [{}, {}, {}] })).toBe(".a must have at most 2 things");
  expect(problem([])).toBe(" must be an object");
});

test("a message is checked as its fields say, though the check is written out", () => {
  const looped = object(messageFields, { required: ["role"] });
  const part = fc.constantFrom({ type: "text", text: "x" }, {}, null, "x", 1);
  const field = fc.oneof(
    fc.constantFrom(null, undefined, "user", "tool", "king", "", 1, {}, [], Array(1_001).fill({})),
    fc.array(part, { maxLength: 3 }),
  );
  const some = fc.oneof(
    fc.constantFrom(null, "x", []),
    fc.record(
      { role: fc.oneof(fc.constant("user"), field), content: field, name: field, tool_calls: field },
      { requiredKeys: [] },
    ),
  );
  fc.assert(
    fc.property(some, (made) => {
      expect(message.problem(made)).toBe(looped.problem(made));
    }),
    { numRuns: 2_000 },
  );
});

function undescribed(schema: JsonSchema, path: string): string[] {
  const inside = [schema.items, ...(schema.anyOf ?? [])].flatMap((one) =>
    one ? undescribed(one, path) : [],
  );
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    ...(field.description ? [] : [`${path}.${name}`]),
    ...undescribed(field, `${path}.${name}`),
  ]);
  return [...inside, ...properties];
}

test("every field of a body is described, down to the last", () => {
  expect(undescribed(chatBody.schema, "chat")).toEqual([]);
  expect(undescribed(textBody.schema, "text")).toEqual([]);
});
