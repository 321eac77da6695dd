import { choice, described, documented, type JsonSchema, list, object, textOrList } from "./shape";

/** More images than any provider takes; fewer than the record can count. */
const partsMax = 1_000;
const messagesMax = 5_000;

const anyObject: JsonSchema = { type: "object" };

/** One part of a message. What a part is made of is judged by `mediumOf`; providers check the rest. */
const part = object({
  type: documented(
    "`text`, `image_url`, `input_audio`, `file`, `video_url` or another name that the provider knows.",
    { type: "string" },
  ),
  text: documented("Text of a `text` part.", { type: "string" }),
  image_url: documented("An image: its `url`, an address or a data URL.", anyObject),
  input_audio: documented("A recording: its `data` in base64 and its `format`.", anyObject),
  file: documented(
    "A document: its `filename` and its `file_data`, an address, a data URL or base64.",
    anyObject,
  ),
  video_url: documented("A video: its `url`, an address or a data URL.", anyObject),
  cache_control: documented("Marks the end of a prefix of the prompt to cache.", anyObject),
});

export const messageFields = {
  role: described(
    "Who the message is from.",
    choice("system", "developer", "user", "assistant", "tool", "function"),
  ),
  content: described(
    "Text, or parts of text, images, files, audio and video.",
    textOrList(list(part, { max: partsMax, noun: "parts" }), " must be a string or an array of parts"),
  ),
  name: documented("Name of the participant.", { type: "string" }),
  tool_calls: documented("Tool calls that the assistant made.", { type: "array", items: { type: "object" } }),
  tool_call_id: documented("The tool call that a `tool` message answers.", { type: "string" }),
};

export const message = object(messageFields, { required: ["role"], problemIn: problemInMessage });

/** Written out, since it runs for every message: the loop over fields by name takes three times as long. */
function problemInMessage({ role, content }: Readonly<Record<string, unknown>>): string | null {
  const ofRole = messageFields.role.problem(role);
  if (ofRole !== null) return `.role${ofRole}`;
  if (content === undefined || content === null) return null;
  const ofContent = messageFields.content.problem(content);
  return ofContent === null ? null : `.content${ofContent}`;
}

export const messages = described(
  "The conversation so far.",
  list(message, { min: 1, max: messagesMax, noun: "entries" }),
);
