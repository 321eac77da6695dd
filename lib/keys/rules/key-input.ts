import { z } from "zod";
import { dollarField } from "@/lib/kernel/dollar-field";
import { type Nanos, nanosPerDollar } from "@/lib/kernel/money";
import { textField } from "@/lib/kernel/text-field";
import type { LimitReset } from "@/lib/ledger/rules/spend-limit";
import type { Guardrails } from "./guardrails";

export type KeyKind = "inference" | "management";

export type NewKey = {
  readonly name: string;
  readonly kind?: KeyKind;
  readonly limitNanos?: Nanos | null;
  readonly limitReset?: LimitReset | null;
  readonly includeByokInLimit?: boolean;
  readonly expiresAt?: Date | null;
  /** What is absent restricts nothing. */
  readonly guardrails?: Partial<Guardrails>;
  /** The key's creator; the actor when absent. Null for keys that the operator created without one. */
  readonly creatorUserId?: string | null;
};

/**
 * The fields that a key's owner may change; absent means unchanged. Expiry is fixed at creation, as in OpenRouter's
 * API.
 */
export type KeyChange = {
  readonly name?: string;
  readonly disabled?: boolean;
  readonly limitNanos?: Nanos | null;
  readonly limitReset?: LimitReset | null;
  readonly includeByokInLimit?: boolean;
  readonly guardrails?: Partial<Guardrails>;
};

export const keyName = textField(200).min(1, "Enter a name.");
export const limitReset = z.enum(["daily", "weekly", "monthly"]);

/** Ten million dollars: more than any real limit, and far below the column's maximum. */
const keyLimitMaxDollars = 10_000_000n;
export const keyLimitMaxNanos = keyLimitMaxDollars * nanosPerDollar;
export const keyLimitMaxText = keyLimitMaxDollars.toLocaleString("en-US");

const limitText = z.preprocess(
  (text) => (text === undefined || (typeof text === "string" && text.trim() === "") ? null : text),
  dollarField({
    minNanos: 0n,
    maxNanos: keyLimitMaxNanos,
    message: `Enter a dollar amount from 0 to ${keyLimitMaxText}, such as 25 or 2.50.`,
  }).nullable(),
);

const resetText = z
  .union([limitReset, z.literal(""), z.literal("none")])
  .default("")
  .transform((text) => (text === "" || text === "none" ? null : text));

/**
 * A day (the key expires at its end, in UTC) or an ISO time with a zone. Must exist in the calendar and be in the
 * future.
 */
const expiryText = z
  .string()
  .trim()
  .default("")
  .transform((text, context): Date | null => {
    if (text === "") return null;
    const moment = z.iso.date().safeParse(text).success ? `${text}T23:59:59Z` : text;
    const isMoment = z.iso.datetime({ offset: true }).safeParse(moment).success;
    const date = new Date(moment);
    if (isMoment && date.getTime() > Date.now()) return date;
    const message = isMoment ? "Choose a future date." : "Choose a day that exists.";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

/** The form that creates a key. Empty text means no limit, no reset, no expiry. */
export const newKeyFormSchema = z.object({
  name: keyName,
  kind: z.enum(["inference", "management"]).default("inference"),
  limit: limitText,
  limitReset: resetText,
  expiresAt: expiryText,
});

/** The form that changes a key. */
export const keyChangeFormSchema = z.object({
  keyId: z.uuid(),
  name: keyName,
  limit: limitText,
  limitReset: resetText,
});
