/** A piece of a sentence: words, or a link. */
export type TextPart = { readonly text: string; readonly href: string | null };

const link = /\[([^\]]+)\]\((\/[^)\s]*|https:\/\/[^)\s]+|mailto:[^)\s]+)\)/g;

/** Divides a sentence at its links, which are written [label](address): a path of this site, https, or mailto. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(link)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), href: null });
    parts.push({ text: match[1] ?? "", href: match[2] ?? null });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}

/** The words of a sentence without addresses. */
export function plainText(text: string): string {
  return textParts(text)
    .map((part) => part.text)
    .join("");
}
