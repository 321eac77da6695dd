import { expect, test } from "vitest";
import { largeMin, inspect, readLongLine, readWhole } from "./large-responses";

const reading = { kind: "chat", tokensMax: 400, isEventStream: false } as const;
const textOf = (mark: string) => `${mark} ${"heron ".repeat(largeMin / 4)}`;
const responseOf = (mark: string) =>
  Buffer.from(JSON.stringify({ id: mark, choices: [{ message: { content: textOf(mark) } }] }));
const lineOf = (mark: string) =>
  JSON.stringify({ id: mark, choices: [{ index: 0, delta: { content: textOf(mark) } }] });
const brokenOf = (tokens: number) =>
  Buffer.from(
    `{"usage":{"prompt_tokens":1,"completion_tokens":${tokens}},"choices":[{"message":"${textOf("broken")}`,
  );

test("each of many concurrent large responses goes to its own request", async () => {
  const numbers = Array.from({ length: 12 }, (_, index) => index);
  const lines = numbers.map((index) =>
    readLongLine(lineOf(`line ${index}`), { kind: "chat", head: null, keepsChoices: false }),
  );
  const wholes = numbers.map((index) => readWhole(responseOf(`whole ${index}`), reading));
  const broken = numbers.map((index) => inspect(brokenOf(index), reading));
  for (const [index, line] of (await Promise.all(lines)).entries()) {
    expect(line).toMatchObject({ is: "chunk", chunk: { upstreamId: `line ${index}` } });
    expect(line?.is === "chunk" && line.chunk.text).toBe(textOf(`line ${index}`));
  }
  for (const [index, whole] of (await Promise.all(wholes)).entries()) {
    expect(whole).toMatchObject({ is: "response", response: { upstreamId: `whole ${index}` } });
  }
  for (const [index, unparsed] of (await Promise.all(broken)).entries()) {
    expect(unparsed).toMatchObject({ reported: { completionTokens: index } });
  }
});
