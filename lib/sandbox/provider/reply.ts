import type { Directives } from "./directives";
import { withoutDirectives } from "./directives";
import type { Prompt, Tool } from "./prompt";
import { sampleOf } from "./schema-sample";

/** The model's reply, before any limit is applied. */
export type Reply = {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCall: { readonly name: string; readonly arguments: string } | null;
};

/**
 * Deterministic: the same prompt to the same model gives the same reply. Long content is acknowledged, never repeated.
 */
export function replyTo(prompt: Prompt, directives: Directives): Reply {
  if (directives.empty) return { text: "", reasoning: "", toolCall: null };
  const topic = topicOf(prompt.last);
  const reasoning = prompt.reasons ? reasoningOn(topic, prompt.whole.length) : "";
  const category = categoryFor(prompt);
  if (category !== null) return { text: category, reasoning: "", toolCall: null };
  const tool = toolFor(prompt);
  if (tool) {
    const values = JSON.stringify(sampleOf(tool.parameters, topic));
    return { text: "", reasoning, toolCall: { name: tool.name, arguments: values } };
  }
  if (directives.echo) return { text: prompt.whole, reasoning, toolCall: null };
  if (prompt.format === "json") {
    const value = prompt.schema
      ? sampleOf(prompt.schema, topic)
      : { topic, answer: sentencesOn(prompt, topic) };
    return { text: JSON.stringify(value), reasoning, toolCall: null };
  }
  return { text: sentencesOn(prompt, topic), reasoning, toolCall: null };
}

/** Asked for a category, it answers with the first offered word that is in the message, otherwise with the last one. */
function categoryFor({ whole, last }: Prompt): string | null {
  const offered = /^Name the category of [^:]{1,200}: ([a-z, ]{1,400})\./.exec(whole)?.[1]?.split(", ");
  if (!offered) return null;
  return offered.find((word) => last.toLowerCase().includes(word)) ?? offered.at(-1) ?? null;
}

function toolFor(prompt: Prompt): Tool | null {
  if (prompt.tools.length === 0 || prompt.toolChoice === "none") return null;
  // With a free choice, a model calls a tool once and then reports its result; otherwise the client would never finish.
  if (prompt.toolChoice === "auto" && (prompt.hasToolResult || !/\btools?\b/i.test(prompt.last))) return null;
  return prompt.tools.find((tool) => tool.name === prompt.toolNamed) ?? prompt.tools[0] ?? null;
}

const fillers = new Set(
  (
    "about after again also because before could does explain from give have help hello into just know like make more most " +
    "please shall should some tell than that their them then there these they this those using very want what when where " +
    "which while will with words would write your yours sentence reply answer"
  ).split(" "),
);

/** Up to three ordinary words of the message. Numbers and codes are skipped: they are content, not a topic. */
function topicOf(message: string): string {
  const words =
    withoutDirectives(message.slice(0, 2_000))
      .toLowerCase()
      .match(/\b[a-z]{4,14}\b/g) ?? [];
  const chosen = [...new Set(words.filter((word) => !fillers.has(word)))].slice(0, 3);
  if (chosen.length === 0) return "your message";
  if (chosen.length === 1) return String(chosen[0]);
  return `${chosen.slice(0, -1).join(", ")} and ${chosen.at(-1)}`;
}

const openings = [
  "Here is a short answer on {topic}.",
  "On {topic}, the useful part fits in a few lines.",
  "Let us take {topic} one step at a time.",
  "A fair starting point for {topic} is what you want to get out of it.",
];
const bodies = [
  "Begin with the smallest version that shows whether the idea holds, and measure it.",
  "Two things decide the outcome: how often it happens, and what it costs each time.",
  "Write down what must be true at the end, then work backwards from it.",
  "The common mistake is to settle the details before the shape is clear.",
  "If a figure matters, keep it next to the rule that produced it.",
  "Where two readings are possible, choose the one that is easier to undo.",
  "It helps to compare with a case whose answer you already know.",
  "Most of the effort goes into the exceptions, so list those early.",
];
const closings = [
  "Ask for more detail on any part and I will go into it.",
  "With one example of yours I can be more exact.",
  "That is the outline; the rest depends on your numbers.",
];

function sentencesOn(prompt: Prompt, topic: string): string {
  const seed = seedOf(`${prompt.model}\n${prompt.last}`);
  const words = prompt.whole === "" ? 0 : prompt.whole.split(/\s+/, 100_000).length;
  const images =
    prompt.imageCount === 0 ? "" : ` and ${prompt.imageCount} image${prompt.imageCount === 1 ? "" : "s"}`;
  const sentences = [pick(openings, seed).replace("{topic}", topic)];
  sentences.push(`You sent ${words} word${words === 1 ? "" : "s"}${images}.`);
  const count = 2 + (seed % 4);
  for (let index = 0; index < count; index += 1) sentences.push(pick(bodies, seed + index * 3));
  sentences.push(pick(closings, seed >> 3));
  return sentences.join(" ");
}

function reasoningOn(topic: string, chars: number): string {
  return (
    `The question is about ${topic}. It is ${chars < 400 ? "short" : "long"}, so I should ${chars < 400 ? "answer directly" : "pick out what matters first"}. ` +
    "I will name the starting point, give the two or three considerations that change the result, and offer to go deeper."
  );
}

function pick(list: readonly string[], index: number): string {
  return list[index % list.length] ?? "";
}

/** FNV-1a over at most 4,000 characters: well distributed, and its cost is negligible next to HTTP. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  const length = Math.min(text.length, 4_000);
  for (let index = 0; index < length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
