/** What a part of a message is made of when it isn't text. */
export type Medium = "image" | "file" | "audio" | "video";

const patterns: readonly (readonly [Medium, RegExp])[] = [
  ["image", /image/i],
  ["audio", /audio/i],
  ["video", /video/i],
  ["file", /file|document|pdf/i],
];

/**
 * What a part is made of; null for text. Clients and servers have different names for the same thing (`image_url`,
 * `input_image`, `image`), and some servers read a part by its fields when its type says nothing. A part that isn't
 * recognized would reach a model, and its bill, as if it were text.
 */
export function mediumOf(part: Readonly<Record<string, unknown>>): Medium | null {
  if (part.type === "text") return null;
  const names = typeof part.type === "string" ? [part.type, ...Object.keys(part)] : Object.keys(part);
  for (const name of names) {
    const found = patterns.find(([, pattern]) => pattern.test(name));
    if (found) return found[0];
  }
  return null;
}

const plurals: Readonly<Record<string, string>> = { image: "images", file: "files" };

/** "images", or "text, images and files". */
export function mediaText(modalities: readonly string[]): string {
  const named = modalities.map((name) => plurals[name] ?? name);
  const last = named.at(-1) ?? "";
  return named.length > 1 ? `${named.slice(0, -1).join(", ")} and ${last}` : last;
}
