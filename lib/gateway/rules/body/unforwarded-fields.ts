import { choice, described, documented, type JsonSchema, list, object, saying, shape } from "./shape";

const anyObject: JsonSchema = { type: "object" };

/**
 * Fields of OpenAI's and OpenRouter's APIs that clients send and this gateway doesn't act on. Unknown fields are
 * treated the same way; these are listed so that the documentation says so.
 */
export const ignoredFields = {
  stream_options: documented("Options of a stream; `usage` is always included.", anyObject),
  usage: documented("Whether to include usage; it always is.", anyObject),
  // More completions per request would multiply the bill without the hold knowing.
  n: documented("Number of completions; there is always one.", { type: "integer" }),
  best_of: documented("Number of candidates; there is always one.", { type: "integer" }),
  // It only speeds a completion up, and what a model rejects of it is billed as completion, however long.
  prediction: documented("Predicted output.", anyObject),
  transforms: documented("Changes to the prompt; prompts are never changed.", {
    type: "array",
    items: { type: "string" },
  }),
  include_reasoning: documented("Whether to return reasoning; it is returned when the provider sends it.", {
    type: "boolean",
  }),
  session_id: documented("Groups related requests.", { type: "string" }),
  metadata: documented("Key-value pairs of the caller.", anyObject),
  trace: documented("Trace information of the caller.", anyObject),
  service_tier: documented("Processing tier of the provider.", { type: "string" }),
  cache_control: documented(
    "Automatic prompt caching; within a part of a message the field is forwarded.",
    anyObject,
  ),
  web_search_options: documented("Options of a web search.", anyObject),
  verbosity: documented("How long the response should be.", { type: "string" }),
  debug: documented("Debugging options.", anyObject),
};

/**
 * Fields that change what a completion says. Ignoring them would answer another request than the caller's, so a body
 * that sets them is rejected.
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
