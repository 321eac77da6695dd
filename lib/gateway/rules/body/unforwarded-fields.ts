import { choice, described, type JsonSchema, list, object, saying, shape, unchecked } from "./shape";

const anyObject: JsonSchema = { type: "object" };

/**
 * Fields of OpenAI's and OpenRouter's APIs that clients send and this gateway doesn't act on. Unknown fields are treated
 * the same way; these are listed so that the documentation says so.
 */
export const ignoredFields = {
  stream_options: described("Options of a stream; `usage` is always included.", unchecked(anyObject)),
  usage: described("Whether to include usage; it always is.", unchecked(anyObject)),
  // More completions per request would multiply the bill without the hold knowing.
  n: described("Number of completions; there is always one.", unchecked({ type: "integer" })),
  best_of: described("Number of candidates; there is always one.", unchecked({ type: "integer" })),
  // It only speeds a completion up, and what a model rejects of it is billed as completion, however long.
  prediction: described("Predicted output.", unchecked(anyObject)),
  transforms: described(
    "Changes to the prompt; prompts are never changed.",
    unchecked({ type: "array", items: { type: "string" } }),
  ),
  include_reasoning: described(
    "Whether to return reasoning; it is returned when the provider sends it.",
    unchecked({ type: "boolean" }),
  ),
  session_id: described("Groups related requests.", unchecked({ type: "string" })),
  metadata: described("Key-value pairs of the caller.", unchecked(anyObject)),
  trace: described("Trace information of the caller.", unchecked(anyObject)),
  service_tier: described("Processing tier of the provider.", unchecked({ type: "string" })),
  cache_control: described(
    "Automatic prompt caching; within a part of a message the field is forwarded.",
    unchecked(anyObject),
  ),
  web_search_options: described("Options of a web search.", unchecked(anyObject)),
  verbosity: described("How long the response should be.", unchecked({ type: "string" })),
  debug: described("Debugging options.", unchecked(anyObject)),
};

/**
 * Fields that change what a completion says. Without them the response would be to another request than the caller's, so
 * a body that sets them is rejected.
 */
export const rejectedFields = {
  plugins: described(
    "Plugins such as web search aren't supported; each must have `enabled: false`.",
    saying(
      " are not supported",
      list(object({ enabled: described("Must be false.", choice(false)) }, { required: ["enabled"] }), {
        noun: "plugins",
      }),
    ),
  ),
  preset: described(
    "Presets aren't supported.",
    shape<never>({ type: "null" }, () => " is not supported"),
  ),
};
