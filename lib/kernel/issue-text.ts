import type { z } from "zod";

/**
 * The default message for an invalid value, when its schema has none. It is the end of a sentence whose subject is the
 * field ("must be a string"). zod's own messages are about inputs and types and address the author of the schema. The
 * message never repeats any part of the value.
 */
export function issueText(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return isAbsent(issue) ? "is required" : `must be ${kinds[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return isAbsent(issue) ? "is required" : `must be ${oneOf(issue.values.map(String))}`;
    case "too_small":
      return `must ${size(issue.origin, "at least", Number(issue.minimum))}`;
    case "too_big":
      return `must ${size(issue.origin, "at most", Number(issue.maximum))}`;
    case "invalid_format":
      return `must be ${formats[issue.format] ?? "of the form that is documented"}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "unrecognized_keys":
      return "has fields that are not known";
    default:
      return "is not valid";
  }
}

const kinds: Readonly<Partial<Record<string, string>>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const formats: Readonly<Partial<Record<string, string>>> = {
  uuid: "a UUID",
  email: "an email address",
  url: "an address",
  date: "a day that exists, in the form YYYY-MM-DD",
  datetime: "a time that exists, in ISO 8601",
};

function isAbsent({ input }: z.core.$ZodRawIssue): boolean {
  return input === undefined;
}

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? values.join() : `one of ${values.join(", ")}`;
}

function size(origin: string, bound: string, limit: number): string {
  if (origin === "string") return `have ${bound} ${limit} ${limit === 1 ? "character" : "characters"}`;
  if (origin === "array" || origin === "set")
    return `have ${bound} ${limit} ${limit === 1 ? "item" : "items"}`;
  return `be ${bound} ${limit}`;
}
