import "server-only";

/**
 * A path of ours to go to after signing in; null for anything else. Parsed as a browser would parse it, because
 * "//other.example" and "/\other.example" begin like a path and are none.
 */
export function safeNext(text: string | null | undefined): string | null {
  if (!text || text.length > 2_000 || !text.startsWith("/")) return null;
  const base = "http://ours.invalid";
  if (!URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  if (url.origin !== base || /^\/(api|sign-in|sign-up)(\/|$)/.test(url.pathname)) return null;
  return `${url.pathname}${url.search}`;
}
