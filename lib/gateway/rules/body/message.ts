import { choice, described, list, object, textOrList, unchecked } from "./shape";

/** More images than any provider takes; fewer than the record can count. */
const partsMax = 1_000;
const messagesMax = 5_000;

const anyObject = unchecked({ type: "object" });

/** One part of a message. What a part is made of is judged by `mediumOf`; providers check the rest. */
const part = object({
  type: described(
    "`text`, `image_url`, `input_audio`, `file`, `video_url` or another name that the provider knows.",
    unchecked({ type: "string" }),
  ),
  text: described("Text of a `text` part.", unchecked({ type: "string" })),
  image_url: described("An image: its `url`, an address or a data URL.", anyObject),
  input_audio: described("A recording: its `data` in base64 and its `format`.", anyObject),
  file: described(
    "A document: its `filename` and its `file_data`, an address, a data URL or base64.",
    anyObject,
  ),
  video_url: described("A video: its `url`, an address or a data URL.", anyObject),
  cache_control: described("Marks the end of a prefix of the prompt to cache.", anyObject),
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
  name: described("Name of the participant.", unchecked({ type: "string" })),
  tool_calls: described(
    "Tool calls that the assistant made.",
    unchecked({ type: "array", items: { type: "object" } }),
  ),
  tool_call_id: described("The tool call that a `tool` message answers.", unchecked({ type: "string" })),
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
