import { described, type JsonSchema, object, unchecked } from "./shape";

// Providers differ in what they accept, so the gateway forwards these fields without looking at them. The ranges are
// OpenRouter's and only documentation.

const number = (minimum: number, maximum?: number): JsonSchema => ({
  type: "number",
  minimum,
  ...(maximum !== undefined && { maximum }),
});
const effort: JsonSchema = {
  type: "string",
  enum: ["max", "xhigh", "high", "medium", "low", "minimal", "none"],
};

/** Fields of every completion. */
export const forwardedFields = {
  temperature: described("How random the choice of tokens is.", unchecked(number(0, 2))),
  top_p: described(
    "Sample only from the most likely tokens with this total probability.",
    unchecked(number(0, 1)),
  ),
  top_k: described(
    "Sample only from this many of the most likely tokens.",
    unchecked({ type: "integer", minimum: 0 }),
  ),
  top_a: described(
    "Sample only from tokens that are likely enough compared with the square of the highest probability.",
    unchecked(number(0, 1)),
  ),
  min_p: described(
    "Sample only from tokens at least this likely, relative to the most likely one.",
    unchecked(number(0, 1)),
  ),
  frequency_penalty: described("Penalty for tokens by how often they occurred.", unchecked(number(-2, 2))),
  presence_penalty: described("Penalty for tokens that occurred at all.", unchecked(number(-2, 2))),
  repetition_penalty: described("Factor against repetition; 1 changes nothing.", unchecked(number(0, 2))),
  seed: described(
    "Makes sampling repeatable where the provider supports it.",
    unchecked({ type: "integer" }),
  ),
  stop: described(
    "Text at which the completion stops, or up to 4 of them.",
    unchecked({ anyOf: [{ type: "string" }, { type: "array", items: { type: "string" }, maxItems: 4 }] }),
  ),
  logit_bias: described(
    "Bias by token ID, from -100 to 100.",
    unchecked({ type: "object", additionalProperties: number(-100, 100) }),
  ),
  logprobs: described(
    "Whether to return log probabilities; for text completions, how many per token.",
    unchecked({ type: ["boolean", "integer"] }),
  ),
  top_logprobs: described(
    "How many likely tokens to return at each position, with log probabilities.",
    unchecked({ type: "integer", minimum: 0, maximum: 20 }),
  ),
  response_format: described(
    "Form of the output: an object whose `type` is `json_object`, or `json_schema` with a schema.",
    unchecked({ type: "object" }),
  ),
  reasoning: described(
    "How much the model reasons before it responds.",
    unchecked(
      object({
        effort: described("Effort in words; use it or `max_tokens`.", unchecked(effort)),
        max_tokens: described("Most tokens to reason with.", unchecked({ type: "integer", minimum: 1 })),
        exclude: described(
          "Whether to leave the reasoning out of the response.",
          unchecked({ type: "boolean" }),
        ),
        enabled: described("Whether to reason at all.", unchecked({ type: "boolean" })),
      }).schema,
    ),
  ),
  reasoning_effort: described("Short form of `reasoning.effort`.", unchecked(effort)),
  modalities: described(
    "Kinds of output: `text`, `image` or `audio`.",
    unchecked({ type: "array", items: { type: "string" } }),
  ),
};

/** Fields of chat completions only, beside the messages. */
export const forwardedChatFields = {
  tools: described(
    "Functions that the model may call, each with a name, a description and a JSON schema of its parameters.",
    unchecked({ type: "array", items: { type: "object" } }),
  ),
  tool_choice: described(
    "`none`, `auto`, `required`, or the function to call.",
    unchecked({ anyOf: [{ type: "string" }, { type: "object" }] }),
  ),
  parallel_tool_calls: described(
    "Whether the model may call several tools in one response.",
    unchecked({ type: "boolean" }),
  ),
};
