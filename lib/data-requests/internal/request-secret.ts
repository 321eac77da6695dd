import "server-only";
import { env } from "@/lib/config/env";
import { deriveSecret, hashSecret } from "@/lib/config/secrets";
import { paths } from "@/lib/kernel/paths";

/** Who follows a request: the person whose data it is about, or the agent, whose link cannot confirm it. */
export type Follower = "person" | "agent";

/**
 * The secret of a follower's link: 43 characters that are safe in links. It is derived from the request's id, because
 * every mail about the request needs it and only its hash is stored.
 */
function requestSecret(id: string, follower: Follower): string {
  return deriveSecret("data request", follower, id);
}

/**
 * The stored hashes of both links. Written with every change: when AUTH_SECRET is replaced, the link of the next mail
 * works.
 */
export function requestHashes(id: string, hasAgent: boolean) {
  return {
    tokenHash: hashSecret(requestSecret(id, "person")),
    agentTokenHash: hasAgent ? hashSecret(requestSecret(id, "agent")) : null,
  };
}

/** Built only from the configured origin: a request's headers must never decide where a mail links to. */
export function requestUrl(id: string, follower: Follower): string {
  return `${env().appUrl}${paths.privacyRequestStatus}?token=${requestSecret(id, follower)}`;
}
