import { z } from "zod";
import { type Nanos, nanosPerDollar, parseDollars } from "@/lib/kernel/money";

/** With at most a hundred million tokens, no bill comes near the limit of its column. */
const priceMax = 100_000n * nanosPerDollar;
const tokensMax = 100_000_000;

const price = z.string().transform((text, context): Nanos => {
  const nanos = /^\d/.test(text) ? parseDollars(text) : null;
  if (nanos !== null && nanos <= priceMax) return nanos;
  context.addIssue({
    code: "custom",
    message:
      nanos === null
        ? 'must be a decimal number of dollars in quotes, such as "0.15"'
        : "must be at most 100,000 dollars",
  });
  return z.NEVER;
});
const tokenCount = z.int().positive().max(tokensMax);

const prices = z.strictObject({
  /** US dollars per million tokens. */
  prompt: price,
  completion: price,
  /** Tokens read from the provider's prompt cache. The prompt price when absent. */
  cached: price.optional(),
  /** Reasoning tokens. The completion price when absent. */
  reasoning: price.optional(),
  /** US dollars per request, and per image in the prompt. */
  request: price.optional(),
  image: price.optional(),
});

const dataPolicy = z.strictObject({
  trains: z.union([z.boolean(), z.literal("unknown")]),
  retainsDays: z.union([z.int().min(1).max(36_500), z.literal("none"), z.literal("unknown")]),
  publishes: z.union([z.boolean(), z.literal("unknown")]).default("unknown"),
});

const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, "must be lower case letters, digits, dots and dashes");
const modelId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,63}\/[a-z0-9][a-z0-9._-]{0,99}(:[a-z0-9]{1,16})?$/,
    "must be author/model, with :variant if any",
  );

const provider = z.strictObject({
  slug,
  name: z.string().min(1).max(60),
  baseUrl: z.string().regex(/^(https?:\/\/|\$\{COUNTERFOIL_PROVIDER_URL\})/, "must be an http(s) address"),
  /** Name of the environment variable that holds the key. */
  apiKeyVariable: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, "must be the name of an environment variable")
    .optional(),
  /** A literal key: for the sandbox provider only. */
  apiKey: z.string().optional(),
  /** Set this only if the provider's terms say that an aborted request is billed up to the abort. */
  stopsBillingOnCancel: z.boolean().default(false),
  dataPolicy,
  privacyPolicyUrl: z.url().optional(),
  /** The day on which someone read the policy and wrote `dataPolicy` from it. */
  policyReadOn: z.iso.date().optional(),
  termsUrl: z.url().optional(),
  statusUrl: z.url().optional(),
  headquarters: z.string().length(2).optional(),
});

const endpoint = z.strictObject({
  provider: slug,
  upstreamModel: z.string().min(1).max(200),
  prices,
  contextLength: tokenCount.optional(),
  maxCompletionTokens: tokenCount.optional(),
  /** Tokens per second as stated by the provider, for `:nitro`. */
  throughput: z.int().positive().optional(),
  /** The endpoint's data policy, if it differs from its provider's. */
  dataPolicy: dataPolicy.optional(),
});

const model = z.strictObject({
  id: modelId,
  name: z.string().min(1).max(100),
  description: z.string().max(1_000).default(""),
  created: z.iso.date(),
  contextLength: tokenCount,
  maxCompletionTokens: tokenCount.optional(),
  inputModalities: z
    .array(z.enum(["text", "image", "file", "audio", "video"]))
    .min(1)
    .default(["text"]),
  outputModalities: z
    .array(z.enum(["text", "image", "audio"]))
    .min(1)
    .default(["text"]),
  tokenizer: z.string().max(40).default("Other"),
  /** Multiplies our token estimates, for a tokenizer that makes more (or fewer) tokens of the same text than most. */
  tokenFactor: z.number().min(0.25).max(8).default(1),
  supportedParameters: z.array(z.string()).default([]),
  endpoints: z.array(endpoint).min(1),
});

/**
 * The file that an operator writes: providers with their data policies, and models with the endpoints and prices at
 * which they are served.
 */
export const catalogFileSchema = z
  .strictObject({
    /** When the prices were last checked. Only for people who read the file. */
    asOf: z.iso.date().optional(),
    providers: z.array(provider).min(1),
    models: z.array(model).min(1),
  })
  .superRefine((file, context) => {
    const addIssue = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    const providers = new Set<string>();
    file.providers.forEach((entry, index) => {
      if (providers.has(entry.slug))
        addIssue(["providers", index, "slug"], `"${entry.slug}" is listed twice; remove one`);
      providers.add(entry.slug);
      const isSandbox = entry.baseUrl.startsWith("${COUNTERFOIL_PROVIDER_URL}");
      if (entry.apiKey !== undefined && !isSandbox)
        addIssue(
          ["providers", index, "apiKey"],
          "put the key in an environment variable and name it in apiKeyVariable",
        );
    });
    const models = new Set<string>();
    file.models.forEach((entry, index) => {
      if (models.has(entry.id))
        addIssue(["models", index, "id"], `"${entry.id}" is listed twice; remove one`);
      models.add(entry.id);
      const seen = new Set<string>();
      entry.endpoints.forEach((served, at) => {
        const path = ["models", index, "endpoints", at];
        if (!providers.has(served.provider))
          addIssue([...path, "provider"], `"${served.provider}" is not among the providers`);
        if (seen.has(served.provider))
          addIssue([...path, "provider"], `"${served.provider}" serves this model twice`);
        seen.add(served.provider);
        const { prompt, completion, cached, reasoning, request, image } = served.prices;
        const isFree = [prompt, completion, cached, reasoning, request, image].every((value) => !value);
        if (entry.id.endsWith(":free") && !isFree)
          addIssue([...path, "prices"], "a :free model must cost nothing");
      });
    });
  });
export type CatalogFile = z.infer<typeof catalogFileSchema>;
