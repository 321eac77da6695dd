import "server-only";
import { LRUCache } from "lru-cache";
import { errorFacts, log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";

/** What is used all the time is noted once in this time, by each process. */
const everyMs = 10_000;
const noted = new LRUCache<string, true>({ max: 5_000, ttl: everyMs });

/** Notes that a secret which was replaced, and still works, is used: its owner wants to know before it ends. */
export function noteOldSecret(hash: Buffer): void {
  note(hash.toString("base64"), {
    text: "update key_secrets set last_used_at = now() where hash = $1 and expires_at > now()",
    values: [hash],
  });
}

/**
 * Notes that a management key is used. Its requests cost nothing, so no settlement does, and a key in use would be shown as
 * one that can be deleted.
 */
export function noteManagementKey(key: { readonly keyId: string; readonly workspaceId: string }): void {
  note(key.keyId, {
    text: "update meters set last_used_at = now() where kind = 'key' and subject_id = $1 and workspace_id = $2",
    values: [key.keyId, key.workspaceId],
  });
}

/** No request waits for it. A note that is lost is written with the next use. */
function note(name: string, statement: { readonly text: string; readonly values: readonly unknown[] }): void {
  if (noted.has(name)) return;
  noted.set(name, true);
  sqlPool()
    .query(statement.text, [...statement.values])
    .catch((error: unknown) => {
      noted.delete(name);
      log().warn({ event: "key_use_not_noted", ...errorFacts(error) }, "use of a key not noted");
    });
}
