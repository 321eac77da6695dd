import { z } from "@hono/zod-openapi";
import { dollarNumber } from "@/lib/kernel/dollar-field";
import { dollarsNumber, type Nanos } from "@/lib/kernel/money";
import { textField } from "@/lib/kernel/text-field";
import {
  type KeyChange,
  keyLimitMaxNanos,
  keyLimitMaxText,
  keyName,
  limitReset,
  type NewKey,
} from "@/lib/keys/rules/key-input";
import type { Key } from "@/lib/keys/rules/key-view";
import { toGuardrails, wireGuardrails, wireGuardrailsChangeSchema, wireGuardrailsSchema } from "./guardrails";

const usage = {
  limit: z.number().nullable(),
  limit_remaining: z.number().nullable(),
  limit_reset: limitReset.nullable(),
  include_byok_in_limit: z.boolean(),
  usage: z.number(),
  usage_daily: z.number(),
  usage_weekly: z.number(),
  usage_monthly: z.number(),
  byok_usage: z.number(),
  byok_usage_daily: z.number(),
  byok_usage_weekly: z.number(),
  byok_usage_monthly: z.number(),
  guardrails: wireGuardrailsSchema,
};

/** A key in responses. Every field must be present, or the clients' own schemas reject the response. */
export const wireKeySchema = z
  .object({
    hash: z.string(),
    name: z.string(),
    label: z.string(),
    disabled: z.boolean(),
    ...usage,
    created_at: z.string(),
    updated_at: z.string().nullable(),
    expires_at: z.string().nullable(),
    last_used_at: z.string().nullable(),
    creator_user_id: z.string().nullable(),
    external_user: z.string().nullable(),
    workspace_id: z.string(),
  })
  .openapi("Key");

export function wireKey(key: Key): z.infer<typeof wireKeySchema> {
  return {
    hash: key.hash,
    name: key.name,
    label: key.label,
    disabled: key.state === "disabled",
    ...wireUsage(key),
    created_at: key.createdAt.toISOString(),
    updated_at: key.updatedAt?.toISOString() ?? null,
    expires_at: key.expiresAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    creator_user_id: key.creatorUserId,
    external_user: null,
    workspace_id: key.workspaceId,
  };
}

/** Limits, usage and guardrails, which are part of a key and of the current key. */
export function wireUsage(key: Key) {
  const dollars = (nanos: Nanos | null) => (nanos === null ? null : dollarsNumber(nanos));
  return {
    limit: dollars(key.limitNanos),
    limit_remaining: dollars(key.remainingNanos),
    limit_reset: key.limitReset,
    include_byok_in_limit: key.includeByokInLimit,
    usage: dollarsNumber(key.usage.totalNanos),
    usage_daily: dollarsNumber(key.usage.dailyNanos),
    usage_weekly: dollarsNumber(key.usage.weeklyNanos),
    usage_monthly: dollarsNumber(key.usage.monthlyNanos),
    byok_usage: 0,
    byok_usage_daily: 0,
    byok_usage_weekly: 0,
    byok_usage_monthly: 0,
    guardrails: wireGuardrails(key.guardrails),
  };
}

export const wireCurrentKeySchema = z
  .object({
    label: z.string(),
    ...usage,
    is_free_tier: z.boolean(),
    is_management_key: z.boolean(),
    is_provisioning_key: z.boolean(),
    creator_user_id: z.string().nullable(),
    organization_id: z.string().nullable(),
    workspace_id: z.string().nullable(),
    expires_at: z.string().nullable(),
    allowed_data_regions: z.array(z.string()),
    free_model_daily_requests: z.object({ used: z.int(), limit: z.int(), remaining: z.int() }),
    rate_limit: z.object({ requests: z.int(), interval: z.string(), note: z.string() }),
  })
  .openapi("CurrentKey");

/** A JSON number of dollars; an amount finer than a nano-dollar is rejected. */
const dollars = dollarNumber({
  minNanos: 0n,
  maxNanos: keyLimitMaxNanos,
  message: `must be an amount of dollars from 0 to ${keyLimitMaxText}, with at most nine decimals`,
});

const expirySentence =
  "must be a time that exists, in ISO 8601 and UTC with seconds, such as 2030-01-31T12:00:00Z";

/**
 * UTC, with seconds: an expiry without a zone would mean a different moment to every reader. A day that doesn't exist
 * is rejected, since `Date` would read it as a later one.
 */
const expiry = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|\+00:00)$/, expirySentence)
  .transform((text, context) => {
    if (z.iso.datetime({ offset: true }).safeParse(text).success) return new Date(text);
    context.addIssue({ code: "custom", message: expirySentence });
    return z.NEVER;
  })
  .refine((date) => date.getTime() > Date.now(), "must be in the future");

export const newWireKeySchema = z
  .looseObject({
    name: keyName,
    limit: dollars.nullish(),
    limit_reset: limitReset.nullish(),
    include_byok_in_limit: z.boolean().optional(),
    expires_at: expiry.nullish(),
    creator_user_id: textField(100).nullish(),
    workspace_id: textField(100).nullish(),
    guardrails: wireGuardrailsChangeSchema.nullish(),
    external: z.null({ error: "is not supported" }).optional(),
  })
  .openapi("NewKey");

export function toNewKey(input: z.infer<typeof newWireKeySchema>): Omit<NewKey, "creatorUserId"> {
  return {
    name: input.name,
    limitNanos: input.limit ?? null,
    limitReset: input.limit_reset ?? null,
    includeByokInLimit: input.include_byok_in_limit ?? false,
    expiresAt: input.expires_at ?? null,
    ...(input.guardrails && { guardrails: toGuardrails(input.guardrails) }),
  };
}

export const wireKeyChangeSchema = z
  .looseObject({
    name: keyName.optional(),
    disabled: z.boolean().optional(),
    limit: dollars.nullish(),
    limit_reset: limitReset.nullish(),
    include_byok_in_limit: z.boolean().optional(),
    guardrails: wireGuardrailsChangeSchema.nullish(),
  })
  .openapi("KeyChange");

/** An absent field leaves the key unchanged; null removes a limit, a reset or all guardrails. */
export function toKeyChange(input: z.infer<typeof wireKeyChangeSchema>): KeyChange {
  return {
    ...(input.name !== undefined && { name: input.name }),
    ...(input.disabled !== undefined && { disabled: input.disabled }),
    ...(input.limit !== undefined && { limitNanos: input.limit }),
    ...(input.limit_reset !== undefined && { limitReset: input.limit_reset }),
    ...(input.include_byok_in_limit !== undefined && { includeByokInLimit: input.include_byok_in_limit }),
    ...(input.guardrails !== undefined && { guardrails: toGuardrails(input.guardrails) }),
  };
}
