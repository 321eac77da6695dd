import "server-only";
import type { Redacted } from "@/lib/kernel/redacted";
import { type ContentOwner, encryptContent, type EncryptedContent } from "./internal/encrypt-content";
import { jsonPieces } from "./rules/json-pieces";

/** Makes opted-in content unreadable, in steps that leave the event loop free in between. */
export function encryptPromptLog(owner: ContentOwner, content: Redacted<unknown>): Promise<EncryptedContent> {
  return encryptContent(owner, jsonPieces(content.expose()));
}
