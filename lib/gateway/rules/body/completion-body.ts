import { forwardedChatFields, forwardedFields } from "./forwarded-fields";
import { messages } from "./message";
import { providerShape } from "@/lib/gateway/rules/provider-preferences";
import {
  described,
  documented,
  type Fields,
  flag,
  list,
  nonEmptyText,
  object,
  type ObjectOf,
  recordableText,
  saying,
  text,
  wholeNumber,
} from "./shape";
import { ignoredFields, rejectedFields } from "./unforwarded-fields";

const modelsMax = 8;
const userLengthMax = 256;
/** Checked by the reader for the field that counts: a body may have both names, and then only one of them is read. */
export const tokenLimit = wholeNumber(1, 10_000_000);

const modelFields = {
  model: described(
    "ID of the model; required unless `models` is given. `:nitro` and `:floor` sort endpoints by throughput and price.",
    nonEmptyText,
  ),
  models: described(
    "Models to try in order, after `model`.",
    saying(
      ` must be an array of at most ${modelsMax} strings`,
      list(text, { max: modelsMax, noun: "models" }),
    ),
  ),
};
const usedFields = {
  stream: described("Whether to respond with an event stream.", flag),
  max_completion_tokens: documented(
    "Longest completion, in tokens; sent to the provider as at most what the available credits pay for.",
    tokenLimit.schema,
  ),
  max_tokens: documented(
    "Other name of `max_completion_tokens`, which wins when both are given.",
    tokenLimit.schema,
  ),
  user: described(
    "Your end user, recorded with the request; one line of text.",
    recordableText(userLengthMax),
  ),
  provider: described("How to choose among the endpoints of a model.", providerShape),
};

const textFields = {
  prompt: described("The text to complete.", nonEmptyText),
  suffix: documented("Text that comes after the completion.", { type: "string" }),
};
const chatFields = { messages, ...forwardedChatFields };

/** What happens to a field that a body has. */
export type Handling = "used" | "forwarded" | "ignored" | "rejected";

/** The type of the fields that every completion has. */
export type CommonBody = ObjectOf<typeof modelFields & typeof usedFields>;

function fieldNames(own: Fields): ReadonlyMap<string, Handling> {
  const names = (fields: Fields, handling: Handling) =>
    Object.keys(fields).map((name): [string, Handling] => [name, handling]);
  return new Map([
    ...names(modelFields, "used"),
    ...names(own, "forwarded"),
    ...names(usedFields, "used"),
    ...names(forwardedFields, "forwarded"),
    ...names(ignoredFields, "ignored"),
    ...names(rejectedFields, "rejected"),
  ]);
}

const commonFields = { ...usedFields, ...forwardedFields, ...ignoredFields, ...rejectedFields };

/** What the body of a chat completion is. */
export const chatBody = object(
  { ...modelFields, ...chatFields, ...commonFields },
  { required: ["messages"] },
);
/** What the body of a text completion is. */
export const textBody = object({ ...modelFields, ...textFields, ...commonFields }, { required: ["prompt"] });

/** Every field of each body, with what happens to it. */
export const bodyFields = { chat: fieldNames(chatFields), text: fieldNames(textFields) };
