import type { Completion } from "./complete";

/** The chunks of a stream. Their JSON is built one at a time when sent, since a completion may have megabytes. */
export type Chunks = { readonly count: number; at(index: number): string };

/** The deltas of a stream, the last one with the finish reason. */
export function chunksOf(completion: Completion, chunkCount: number | null): Chunks {
  const frame = frameOf(completion);
  const choices = choicesOf(completion, chunkCount);
  return { count: choices.length, at: (index) => frame(choices[index] ?? {}) };
}

function choicesOf(completion: Completion, chunkCount: number | null): object[] {
  if (completion.kind === "text") {
    const texts = piecesOf(completion.text, chunkCount).map((text) => ({ text, finish_reason: null }));
    return [...texts, { text: "", finish_reason: completion.finishReason }];
  }
  const deltas: object[] = [
    ...piecesOf(completion.reasoning, null).map((piece) => ({ reasoning_content: piece })),
    ...piecesOf(completion.text, chunkCount).map((content) => ({ content })),
    ...completion.toolCalls.flatMap((call, index) => [
      {
        tool_calls: [
          { index, id: call.id, type: call.type, function: { name: call.function.name, arguments: "" } },
        ],
      },
      ...piecesOf(call.function.arguments, null).map((piece) => ({
        tool_calls: [{ index, function: { arguments: piece } }],
      })),
    ]),
  ];
  const first = deltas[0] ?? { content: "" };
  const rest = deltas.slice(1);
  return [
    { delta: { role: "assistant", ...first }, finish_reason: null },
    ...rest.map((delta) => ({ delta, finish_reason: null })),
    { delta: {}, finish_reason: completion.finishReason },
  ];
}

/** The chunk after the finish reason, with usage and no choice. */
export function usageChunkOf({ id, created, model, kind, usage }: Completion): string {
  return JSON.stringify({ id, object: objectOf(kind), created, model, choices: [], usage });
}

function frameOf({ id, created, model, kind }: Completion) {
  const head = JSON.stringify({ id, object: objectOf(kind), created, model }).slice(0, -1);
  return (choice: object) =>
    `${head},"choices":[${JSON.stringify({ index: 0, logprobs: null, ...choice })}]}`;
}

function objectOf(kind: "chat" | "text"): string {
  return kind === "chat" ? "chat.completion.chunk" : "text_completion";
}

/** The text in about `count` equal pieces, or in pieces of a few words when `count` is null. */
function piecesOf(text: string, count: number | null): string[] {
  if (text === "") return [];
  if (count === null) return text.match(/[\s\S]{1,24}(?=\s|$)|[\s\S]{1,24}/g) ?? [];
  const pieces: string[] = [];
  for (let index = 0; index < count; index += 1) {
    pieces.push(
      text.slice(Math.floor((index * text.length) / count), Math.floor(((index + 1) * text.length) / count)),
    );
  }
  return pieces;
}
