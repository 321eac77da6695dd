import "server-only";
import { createHash, createHmac } from "node:crypto";
import { env } from "@/lib/config/env";
import { paths } from "@/lib/kernel/paths";

/** Who follows a request: the person whose data it is about, or the agent, whose link cannot confirm it. */
export type Follower = "person" | "agent";

/**
 * The secret of a follower's link: 43 characters that are safe in links. It is derived from the request's id, because
 * every mail about the request needs it and only its hash is stored.
 */
function requestSecret(id: string, follower: Follower): string {
  return createHmac("sha256", env().authSecret)
    .update(JSON.stringify(["data request", follower, id]))
    .digest("base64url");
}

/** The stored form. The secret has full entropy, so a plain hash cannot be reversed by guessing. */
export function hashRequestSecret(secret: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update(secret).digest());
}

/**
 * The stored hashes of both links. Written with every change: when AUTH_SECRET is replaced, the link of the next mail
 * works.
 */
export function requestHashes(id: string, hasAgent: boolean) {
  return {
    tokenHash: hashRequestSecret(requestSecret(id, "person")),
    agentTokenHash: hasAgent ? hashRequestSecret(requestSecret(id, "agent")) : null,
  };
}

/** Built only from the configured origin: a request's headers must never decide where a mail links to. */
export function requestUrl(id: string, follower: Follower): string {
  return `${env().appUrl}${paths.privacyRequestStatus}?token=${requestSecret(id, follower)}`;
}
