import { bodyFields, chatBody, type Handling, textBody } from "@/lib/gateway/rules/body/completion-body";
import type { JsonSchema } from "@/lib/gateway/rules/body/shape";
import type { CompletionKind } from "@/lib/gateway/rules/chat-input";

const bodies = { chat: chatBody, text: textBody };

const handlingSentences: Readonly<Record<Handling, string>> = {
  used: "Read by the gateway, not forwarded as sent.",
  forwarded: "Forwarded as sent.",
  ignored: "Accepted, not forwarded.",
  rejected: "Anything else is rejected with 400.",
};

/** The body of a completion for the OpenAPI document: the gateway's own schema, with the handling of each field. */
export function completionRequestSchema(kind: CompletionKind): JsonSchema {
  const { schema } = bodies[kind];
  const properties = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const handling = bodyFields[kind].get(name);
    const sentences = [field.description, handling && handlingSentences[handling]];
    return [name, { ...field, description: sentences.filter(Boolean).join(" ") }];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}
