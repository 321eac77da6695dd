import "server-only";
import { LRUCache } from "lru-cache";
import { errorFacts, log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";

/** A secret that is used all the time writes once in this time, in each process. */
const everyMs = 10_000;
const noted = new LRUCache<string, true>({ max: 5_000, ttl: everyMs });

/**
 * Notes that a secret which was replaced, and still works, is used: its owner wants to know before it ends. No request
 * waits for it. A note that is lost is written with the next use.
 */
export function noteOldSecret(hash: Buffer): void {
  const name = hash.toString("base64");
  if (noted.has(name)) return;
  noted.set(name, true);
  sqlPool()
    .query("update key_secrets set last_used_at = now() where hash = $1 and expires_at > now()", [hash])
    .catch((error: unknown) => {
      noted.delete(name);
      log().warn({ event: "old_secret_not_noted", ...errorFacts(error) }, "use of an old secret not noted");
    });
}
