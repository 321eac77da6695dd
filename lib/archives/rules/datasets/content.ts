import { type Dataset, fieldList } from "../dataset";
import { ofOwnWorkspace } from "./scope";

/** The name of the dataset whose rows are decrypted. */
export const storedContentName = "stored_content";

/** Its field that is false for a row without its content. */
export const readableField = "is_readable";

/** Stored content of requests, if logging was on. */
export const contentDatasets: readonly Dataset[] = [
  {
    name: storedContentName,
    title: "Stored content",
    description: "What was sent and answered, of requests of your own workspace while logging was on.",
    tables: ["prompt_logs"],
    from: `from prompt_logs l where ${ofOwnWorkspace("l")}`,
    orderBy: "l.workspace_id, l.generation_id",
    fields: fieldList([
      ["workspace_id", "id", "l.workspace_id", "The workspace."],
      ["generation_id", "generation", "l.generation_id", "The id of the request."],
      ["created_at", "time", "l.created_at", "When it was stored."],
      [
        readableField,
        "boolean",
        "null",
        "False when it could not be decrypted: the key is lost, or it is damaged.",
      ],
      ["input", "json?", "null", "The body of the request, with messages, tools and parameters."],
      [
        "choices",
        "json?",
        "null",
        "What was answered: the choices of the response, with texts and tool calls.",
      ],
      ["is_cut", "boolean?", "null", "True when the response was longer than what is stored of one."],
    ]),
    leftOut: {
      "prompt_logs.nonce": "Decrypted into input and choices.",
      "prompt_logs.ciphertext": "Decrypted into input and choices.",
    },
  },
  {
    name: "lost_content",
    title: "Lost content",
    description: "Requests whose content should have been stored and could not.",
    tables: ["lost_contents"],
    from: `from lost_contents l where ${ofOwnWorkspace("l")}`,
    orderBy: "l.workspace_id, l.generation_id",
    fields: fieldList([
      ["workspace_id", "id", "l.workspace_id", "The workspace."],
      ["generation_id", "generation", "l.generation_id", "The id of the request."],
      ["reason", "text", "l.reason", "Why."],
      ["created_at", "time", "l.created_at", "When."],
    ]),
  },
];
