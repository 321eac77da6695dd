import { isIP } from "node:net";
import { z } from "zod";
import { dollarField } from "@/lib/kernel/dollar-field";
import { nanosPerDollar } from "@/lib/kernel/money";

/** Validation of environment variables. Every error is a sentence that follows the variable's name. */

const exampleSecrets = new Set(["changeme", "change-me", "secret", "password", "example"]);

export const secret = z
  .string()
  .min(32, "must have at least 32 characters; make one with: openssl rand -base64 48")
  .refine((value) => new Set(value).size >= 10, "is too regular to be a secret")
  .refine(
    (value) => ![...exampleSecrets].some((word) => value.toLowerCase().includes(word)),
    "is an example value",
  );

/** Nano-dollars; undefined when the variable is not set. */
export const dollars = dollarField({
  minNanos: 0n,
  maxNanos: 1_000_000n * nanosPerDollar,
  message: "must be an amount in dollars, zero or more, such as 0.80",
}).optional();

/** A whole number of decimal digits only: other forms that `Number` accepts (1e3, 0x10, blanks) are mistakes here. */
export function whole(min: number, max: number, fallback: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .default(String(fallback))
    .transform((text, context) => {
      const value = Number(text);
      if (/^\d{1,10}$/.test(text) && value >= min && value <= max) return value;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    });
}

export function oneOf<Value extends string>(values: readonly [Value, ...Value[]], fallback: Value) {
  return z.enum(values, `must be one of ${values.join(", ")}`).default(fallback);
}

/** An origin that links are built from. */
export const origin = z
  .string()
  .refine(isOrigin, "must be an origin such as https://ai.example.com, without a path")
  .optional();

/** One or more of the values, separated by commas or blanks, in the order of `values` and each once. */
export function someOf<Value extends string>(values: readonly Value[]) {
  const names = values.join(", ");
  return z
    .string()
    .default(values.join(","))
    .transform((text, context): readonly Value[] => {
      const entries = text.split(/[\s,]+/).filter(Boolean);
      const chosen = values.filter((value) => entries.includes(value));
      if (chosen.length > 0 && chosen.length === new Set(entries).size) return chosen;
      context.addIssue({ code: "custom", message: `must be a list of one or more of ${names}` });
      return z.NEVER;
    });
}

export function address(protocols: readonly string[], message: string) {
  return z.string().refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, hostname } = new URL(text);
    return protocols.includes(protocol.slice(0, -1)) && hostname !== "";
  }, message);
}

export const databaseAddress = address(
  ["postgres", "postgresql"],
  "must be an address such as postgresql://user:password@host:5432/database",
);

/** Entries separated by commas or blanks, each of which must be valid. */
export function listOf(isRight: (entry: string) => boolean, what: string) {
  return z
    .string()
    .default("")
    .transform((text, context) => {
      const entries = text.split(/[\s,]+/).filter(Boolean);
      const wrong = entries.find((entry) => !isRight(entry));
      if (wrong === undefined) return entries;
      context.addIssue({ code: "custom", message: `${wrong.slice(0, 100)} is not ${what}` });
      return z.NEVER;
    });
}

export const list = listOf(() => true, "");

export function isMailAddress(text: string): boolean {
  return /^[^\s<>@,;"]+@[^\s<>@,;"]+$/.test(text);
}

/** "Name <name@host>" or only an address, on one line. */
export function isSender(text: string): boolean {
  const named = /^[^<>\r\n]*<([^<>]+)>$/.exec(text.trim());
  return isMailAddress(named?.[1] ?? text.trim());
}

/** "10.0.0.1", "10.0.0.0/8" or the IPv6 equivalents. */
export function isNetwork(entry: string): boolean {
  const [start = "", bits, ...rest] = entry.split("/");
  const family = isIP(start);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** An IP address or a host name of this machine. */
export function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text);
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(text);
  const isBare = pathname === "/" && `${search}${hash}${username}${password}` === "";
  return (protocol === "http:" || protocol === "https:") && isBare;
}

/** The id of a model in the catalog. */
export const modelName = z
  .string()
  .regex(/^[\w.:/-]{1,128}$/, "must be a model of the catalog, such as author/model");

/** The model that names categories, and how many of 10,000 requests are sampled. Null unless both are set. */
export function sampledBy(model: string | undefined, sample: number) {
  return model === undefined || sample === 0 ? null : { model, sample };
}
