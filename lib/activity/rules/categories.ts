/** What a prompt can be about. A prompt has one of them; the last is for everything else. */
export const categories = [
  "programming",
  "writing",
  "translation",
  "summarization",
  "analysis",
  "mathematics",
  "education",
  "business",
  "conversation",
  "other",
] as const;
export type Category = (typeof categories)[number];

/** A cell with fewer prompts is not published. */
export const publishedMin = 20;

/** How many days of counts are kept: twice the longest ranking. */
export const categoryDays = 60;

/** A published number of prompts: rounded down to tens, so that one prompt more or less is not seen. */
export function publishedCount(prompts: number): number {
  return Math.floor(prompts / 10) * 10;
}

/** The category that an answer of a model names: the listed word that comes first in it, otherwise the last category. */
export function categoryOf(answer: string): Category {
  const word = answer
    .toLowerCase()
    .match(/[a-z]+/g)
    ?.find((candidate) => (categories as readonly string[]).includes(candidate));
  return categories.find((category) => category === word) ?? "other";
}
