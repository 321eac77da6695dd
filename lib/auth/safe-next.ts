import "server-only";
import { ownPath } from "@/lib/kernel/own-path";

/** A page of ours to go to after signing in; null for anything else, and for those that would lead back here. */
export function safeNext(text: string | null | undefined): string | null {
  const path = ownPath(text);
  if (path === null || notAfterSignIn.test(unescaped(path))) return null;
  return path;
}

const notAfterSignIn = /^\/(api|sign-in|sign-up|sign-out)([/?]|$)/i;

/** As the router reads it; what it cannot read is nothing that it leads to. */
function unescaped(path: string): string {
  try {
    return decodeURIComponent(path.split("?")[0] ?? "");
  } catch {
    return "/api";
  }
}
