import { Redacted } from "@/lib/kernel/redacted";
import { GatheredChoices } from "./gather-chunks";
import { property } from "./upstream-usage";

/** What the model answered, as it is stored for workspaces that opted in. */
export type Answer = {
  /** As the caller gets them; JSON, perhaps in UTF-8, when they came in one piece, which is not parsed again for this. */
  readonly choices: string | Uint8Array | readonly object[];
  /** True when there was more than is kept. */
  readonly isCut: boolean;
};

export const noAnswer: Redacted<Answer> = new Redacted({ choices: [], isCut: false });

const charactersMax = 10_000_000;

/** Gathers the answer of a stream: texts, reasoning and tool calls of each choice, from their pieces. */
export class KeptAnswer {
  readonly #choices = new GatheredChoices();
  #characters = 0;
  #isCut = false;

  /** Takes the choices of one chunk, up to ten million characters in all. */
  add(choices: readonly object[]): void {
    this.#isCut ||= this.#characters >= charactersMax;
    if (this.#isCut) return;
    for (const choice of choices) this.#characters += lengthOf(choice);
    this.#choices.add(choices);
  }

  answer(): Redacted<Answer> {
    const choices = this.#choices.list().map(({ message, ...choice }) => ({
      ...choice,
      ...(typeof message === "object" && { message: { role: "assistant", ...message } }),
    }));
    return new Redacted({ choices, isCut: this.#isCut });
  }
}

/** Only what a chunk adds: its frame is the same in each. */
function lengthOf(choice: object): number {
  const parts = [property(choice, "delta"), property(choice, "text"), property(choice, "logprobs")];
  return parts.reduce<number>((sum, part) => sum + (part ? JSON.stringify(part).length : 0), 0);
}
