import "server-only";
import { isIP } from "node:net";
import { networkOf, type RequestOrigin } from "@/lib/kernel/network";

/**
 * The address of whoever made a request. The process that renders pages listens on loopback only and is reached by
 * our own edge alone, which throws away strangers' forwarding headers and writes this one anew; so its last entry
 * is the truth here. "unknown" when there is none, which then shares one rate limit.
 */
export function clientAddress(headers: Headers): string {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  return isIP(last.replace(/^\[|\]$/g, "")) ? last : "unknown";
}

/** What is kept of a request's origin in sessions and in the security log. */
export function requestOrigin(headers: Headers): RequestOrigin {
  return {
    network: networkOf(clientAddress(headers)),
    userAgent: headers.get("user-agent")?.slice(0, 300) ?? null,
  };
}
