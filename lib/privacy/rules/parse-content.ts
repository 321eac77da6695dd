import { z } from "zod";

/** The choices of a response as its caller got them. */
const choices = z.array(z.looseObject({}));
const answer = z.object({
  /** Of a response that came in one piece, as JSON. */
  choices: z.union([choices, z.string().transform((text) => choices.parse(JSON.parse(text)))]),
  isCut: z.boolean().default(false),
});
/** Content that was stored before its choices were has only their text. */
const textOnly = z.object({ completion: z.string() }).transform(({ completion }) => ({
  choices: [{ text: completion }],
  isCut: false,
}));

const stored = z.object({ input: z.unknown(), output: z.union([answer, textOnly]) });

/** What was sent and answered: the fields of the body, and the choices of the response. */
export type StoredContent = {
  readonly input: unknown;
  readonly choices: readonly Readonly<Record<string, unknown>>[];
  /** True when the response was longer than what is kept of one. */
  readonly isCut: boolean;
};

/** Reads a decrypted content. Throws when it has another form. */
export function parseContent(text: string): StoredContent {
  const { input, output } = stored.parse(JSON.parse(text));
  return { input, ...output };
}

/** The text of the choices, for readers who want no JSON; tool calls have none. */
export function answerText({ choices: list }: Pick<StoredContent, "choices">): string {
  return list.map(textOf).filter(Boolean).join("\n\n");
}

const message = z.object({
  content: z.string().nullish(),
  refusal: z.string().nullish(),
});

function textOf(choice: Readonly<Record<string, unknown>>): string {
  if (typeof choice["text"] === "string") return choice["text"];
  const { data } = message.safeParse(choice["message"]);
  return data?.content || data?.refusal || "";
}
