import { z } from "@hono/zod-openapi";
import { type Guardrails, guardrailEntriesMax, noGuardrails } from "@/lib/keys/rules/guardrails";
import { providerSlug } from "@/lib/privacy/rules/privacy-settings";

/** The guardrails of a key in responses. A list of what is allowed is null when everything is. */
export const wireGuardrailsSchema = z
  .object({
    allowed_models: z.array(z.string()).nullable(),
    allowed_providers: z.array(z.string()).nullable(),
    ignored_providers: z.array(z.string()),
    enforce_zdr: z.boolean(),
    data_collection: z.enum(["allow", "deny"]),
  })
  .openapi("KeyGuardrails");

export function wireGuardrails(guardrails: Guardrails): z.infer<typeof wireGuardrailsSchema> {
  const { allowedModels, allowedProviders, ignoredProviders, zeroRetentionOnly, denyCollection } = guardrails;
  const orNull = (list: readonly string[]) => (list.length === 0 ? null : [...list]);
  return {
    allowed_models: orNull(allowedModels),
    allowed_providers: orNull(allowedProviders),
    ignored_providers: [...ignoredProviders],
    enforce_zdr: zeroRetentionOnly,
    data_collection: denyCollection ? "deny" : "allow",
  };
}

const modelName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,63}\/(\*|[a-z0-9][a-z0-9._-]{0,99}(:[a-z0-9]{1,16})?)$/,
    "must be a model's id or author/*",
  );
const entries = (name: z.ZodString) =>
  z
    .array(name)
    .max(guardrailEntriesMax)
    .transform((list) => [...new Set(list)]);

/**
 * A program that computes a list of what is allowed and finds nothing means nothing, not everything: an empty list is
 * rejected. So is a field that is not known, because ignoring a guardrail would loosen the key.
 */
const someOf = (name: z.ZodString) =>
  entries(name).refine((list) => list.length > 0, "must not be empty; null allows all");

/** Absent fields stay as they are; null allows everything. */
export const wireGuardrailsChangeSchema = z
  .strictObject({
    allowed_models: someOf(modelName).nullish(),
    allowed_providers: someOf(providerSlug).nullish(),
    ignored_providers: entries(providerSlug).nullish(),
    enforce_zdr: z.boolean().nullish(),
    data_collection: z.enum(["allow", "deny"]).nullish(),
  })
  .openapi("KeyGuardrailsChange");

/** The names of the guardrails in requests, for errors that name a field. */
export const guardrailFields: Readonly<Record<keyof Guardrails, string>> = {
  allowedModels: "allowed_models",
  allowedProviders: "allowed_providers",
  ignoredProviders: "ignored_providers",
  zeroRetentionOnly: "enforce_zdr",
  denyCollection: "data_collection",
};

/** Null removes all guardrails of a key. */
export function toGuardrails(input: z.infer<typeof wireGuardrailsChangeSchema> | null): Partial<Guardrails> {
  if (input === null) return noGuardrails;
  const { allowed_models, allowed_providers, ignored_providers, enforce_zdr, data_collection } = input;
  return {
    ...(allowed_models !== undefined && { allowedModels: allowed_models ?? [] }),
    ...(allowed_providers !== undefined && { allowedProviders: allowed_providers ?? [] }),
    ...(ignored_providers !== undefined && { ignoredProviders: ignored_providers ?? [] }),
    ...(enforce_zdr !== undefined && { zeroRetentionOnly: enforce_zdr ?? false }),
    ...(data_collection !== undefined && { denyCollection: data_collection === "deny" }),
  };
}
