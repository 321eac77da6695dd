import "server-only";
import type { Sealed } from "@/lib/kernel/sealed";
import { type ContentOwner, encryptContent, type EncryptedContent } from "./internal/encrypt-content";

/** What a workspace that opted in keeps of one request. */
export type LoggedContent = { readonly input: unknown; readonly output: { readonly completion: string } };

/** Makes opted-in content unreadable before it leaves the request's own memory (P3). */
export function encryptPromptLog(owner: ContentOwner, content: Sealed<LoggedContent>): EncryptedContent {
  return encryptContent(owner, JSON.stringify(content.open()));
}
