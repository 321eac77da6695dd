import { z } from "@hono/zod-openapi";
import type { Endpoint, Model, Provider } from "@/lib/catalog/rules/catalog";
import { type Prices, tokenPriceText, unitPriceText } from "@/lib/catalog/rules/prices";

const pricing = z.object({
  prompt: z.string(),
  completion: z.string(),
  request: z.string(),
  image: z.string(),
  internal_reasoning: z.string(),
  input_cache_read: z.string(),
});

export const wireModelSchema = z
  .object({
    id: z.string(),
    canonical_slug: z.string(),
    name: z.string(),
    created: z.int(),
    description: z.string(),
    context_length: z.int().nullable(),
    architecture: z.object({
      modality: z.string().nullable(),
      input_modalities: z.array(z.string()),
      output_modalities: z.array(z.string()),
      tokenizer: z.string(),
      instruct_type: z.string().nullable(),
    }),
    pricing,
    top_provider: z.object({
      is_moderated: z.boolean(),
      context_length: z.int().nullable(),
      max_completion_tokens: z.int().nullable(),
    }),
    per_request_limits: z.null(),
    supported_parameters: z.array(z.string()),
    supported_voices: z.null(),
    default_parameters: z.null(),
    links: z.object({ details: z.string() }),
  })
  .openapi("Model");

export const wireEndpointSchema = z
  .object({
    name: z.string(),
    model_id: z.string(),
    model_name: z.string(),
    provider_name: z.string(),
    tag: z.string(),
    context_length: z.int(),
    pricing,
    quantization: z.null(),
    max_completion_tokens: z.int().nullable(),
    max_prompt_tokens: z.int().nullable(),
    supported_parameters: z.array(z.string()),
    uptime_last_30m: z.null(),
    uptime_last_5m: z.null(),
    uptime_last_1d: z.null(),
    latency_last_30m: z.null(),
    throughput_last_30m: z.null(),
    supports_implicit_caching: z.boolean(),
    supports_tool_choice: z.object({
      auto: z.boolean(),
      function: z.boolean(),
      none: z.boolean(),
      required: z.boolean(),
    }),
    status: z.int(),
  })
  .openapi("Endpoint");

export const wireProviderSchema = z
  .object({
    name: z.string(),
    slug: z.string(),
    privacy_policy_url: z.string().nullable(),
    terms_of_service_url: z.string().nullable(),
    status_page_url: z.string().nullable(),
    headquarters: z.string().nullable(),
    datacenters: z.null(),
  })
  .openapi("Provider");

/** A model as in OpenRouter's API. Its prices are its cheapest endpoint's: dollars per token, as decimal text. */
export function wireModel(model: Model): z.infer<typeof wireModelSchema> {
  const [top] = model.endpoints;
  return {
    id: model.id,
    canonical_slug: model.id,
    name: model.name,
    created: model.created,
    description: model.description,
    context_length: model.contextLength,
    architecture: wireArchitecture(model),
    pricing: wirePrices(top?.prices),
    top_provider: {
      is_moderated: false,
      context_length: top?.contextLength ?? null,
      max_completion_tokens: top?.maxCompletionTokens ?? null,
    },
    per_request_limits: null,
    supported_parameters: [...model.supportedParameters],
    supported_voices: null,
    default_parameters: null,
    links: { details: `/api/v1/models/${model.id}/endpoints` },
  };
}

export function wireArchitecture(model: Model) {
  return {
    modality: `${model.inputModalities.join("+")}->${model.outputModalities.join("+")}`,
    input_modalities: [...model.inputModalities],
    output_modalities: [...model.outputModalities],
    tokenizer: model.tokenizer,
    instruct_type: null,
  };
}

export function wireEndpoint(model: Model, endpoint: Endpoint): z.infer<typeof wireEndpointSchema> {
  const hasToolChoice = model.supportedParameters.includes("tool_choice");
  return {
    name: `${endpoint.provider.name} | ${model.id}`,
    model_id: model.id,
    model_name: model.name,
    provider_name: endpoint.provider.name,
    tag: endpoint.provider.slug,
    context_length: endpoint.contextLength,
    pricing: wirePrices(endpoint.prices),
    quantization: null,
    max_completion_tokens: endpoint.maxCompletionTokens,
    max_prompt_tokens: null,
    supported_parameters: [...model.supportedParameters],
    uptime_last_30m: null,
    uptime_last_5m: null,
    uptime_last_1d: null,
    latency_last_30m: null,
    throughput_last_30m: null,
    supports_implicit_caching: endpoint.prices.cached !== endpoint.prices.prompt,
    supports_tool_choice: {
      auto: hasToolChoice,
      function: hasToolChoice,
      none: hasToolChoice,
      required: hasToolChoice,
    },
    status: endpoint.provider.baseUrl === null ? -2 : 0,
  };
}

export function wireProvider(provider: Provider): z.infer<typeof wireProviderSchema> {
  return {
    name: provider.name,
    slug: provider.slug,
    privacy_policy_url: provider.privacyPolicyUrl,
    terms_of_service_url: provider.termsUrl,
    status_page_url: provider.statusUrl,
    headquarters: provider.headquarters,
    datacenters: null,
  };
}

function wirePrices(prices: Prices | undefined): z.infer<typeof pricing> {
  const token = (price: bigint | undefined) => tokenPriceText(price ?? 0n);
  return {
    prompt: token(prices?.prompt),
    completion: token(prices?.completion),
    request: unitPriceText(prices?.request ?? 0n),
    image: unitPriceText(prices?.image ?? 0n),
    internal_reasoning: token(prices?.reasoning),
    input_cache_read: token(prices?.cached),
  };
}
