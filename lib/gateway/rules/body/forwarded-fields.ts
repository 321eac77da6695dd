import { documented, type JsonSchema, object } from "./shape";

// Providers differ in what they accept, so the gateway forwards these fields without looking at them. The ranges are
// OpenRouter's and only documentation.

const number = (minimum: number, maximum: number): JsonSchema => ({ type: "number", minimum, maximum });
const effort: JsonSchema = {
  type: "string",
  enum: ["max", "xhigh", "high", "medium", "low", "minimal", "none"],
};

/** Fields of every completion. */
export const forwardedFields = {
  temperature: documented("How random the choice of tokens is.", number(0, 2)),
  top_p: documented("Sample only from the most likely tokens with this total probability.", number(0, 1)),
  top_k: documented("Sample only from this many of the most likely tokens.", { type: "integer", minimum: 0 }),
  top_a: documented(
    "Sample only from tokens that are likely enough compared with the square of the highest probability.",
    number(0, 1),
  ),
  min_p: documented(
    "Sample only from tokens at least this likely, relative to the most likely one.",
    number(0, 1),
  ),
  frequency_penalty: documented("Penalty for tokens by how often they occurred.", number(-2, 2)),
  presence_penalty: documented("Penalty for tokens that occurred at all.", number(-2, 2)),
  repetition_penalty: documented("Factor against repetition; 1 changes nothing.", number(0, 2)),
  seed: documented("Makes sampling repeatable where the provider supports it.", { type: "integer" }),
  stop: documented("Text at which the completion stops, or up to 4 of them.", {
    anyOf: [{ type: "string" }, { type: "array", items: { type: "string" }, maxItems: 4 }],
  }),
  logit_bias: documented("Bias by token ID, from -100 to 100.", {
    type: "object",
    additionalProperties: number(-100, 100),
  }),
  logprobs: documented("Whether to return log probabilities; for text completions, how many per token.", {
    type: ["boolean", "integer"],
  }),
  top_logprobs: documented("How many likely tokens to return at each position, with log probabilities.", {
    type: "integer",
    minimum: 0,
    maximum: 20,
  }),
  response_format: documented(
    "Form of the output: an object whose `type` is `json_object`, or `json_schema` with a schema.",
    { type: "object" },
  ),
  reasoning: documented(
    "How much the model reasons before it responds.",

    object({
      effort: documented("Effort in words; use it or `max_tokens`.", effort),
      max_tokens: documented("Most tokens to reason with.", { type: "integer", minimum: 1 }),
      exclude: documented("Whether to leave the reasoning out of the response.", { type: "boolean" }),
      enabled: documented("Whether to reason at all.", { type: "boolean" }),
    }).schema,
  ),
  reasoning_effort: documented("Short form of `reasoning.effort`.", effort),
  modalities: documented("Kinds of output: `text`, `image` or `audio`.", {
    type: "array",
    items: { type: "string" },
  }),
};

/** Fields of chat completions only, beside the messages. */
export const forwardedChatFields = {
  tools: documented(
    "Functions that the model may call, each with a name, a description and a JSON schema of its parameters.",
    { type: "array", items: { type: "object" } },
  ),
  tool_choice: documented("`none`, `auto`, `required`, or the function to call.", {
    anyOf: [{ type: "string" }, { type: "object" }],
  }),
  parallel_tool_calls: documented("Whether the model may call several tools in one response.", {
    type: "boolean",
  }),
};
