import "server-only";
import { ownPath } from "@/lib/kernel/own-path";

/**
 * A page of this site to open after signing in; null for anything else, and for pages that would redirect back here.
 */
export function safeNext(text: string | null | undefined): string | null {
  const path = ownPath(text);
  if (path === null || notAfterSignIn.test(unescaped(path))) return null;
  return path;
}

const notAfterSignIn = /^\/(api|sign-in|sign-up|sign-out)([/?]|$)/i;

/** The path as the router reads it; one that it cannot decode leads to no page. */
function unescaped(path: string): string {
  try {
    return decodeURIComponent(path.split("?")[0] ?? "");
  } catch {
    return "/api";
  }
}
