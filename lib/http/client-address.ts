import "server-only";
import { isIP } from "node:net";
import { networkOf, type RequestOrigin } from "@/lib/kernel/network";

/**
 * The IP address of the client. The process that renders pages listens on loopback only and is reached only through the
 * front server, which discards forwarding headers of untrusted clients and writes this one anew, so its last entry can
 * be trusted. "unknown" when there is none; all such clients share one rate limit.
 */
export function clientAddress(headers: Headers): string {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  return isIP(last.replace(/^\[|\]$/g, "")) ? last : "unknown";
}

/** The part of a request's origin that sessions and the security log store. */
export function requestOrigin(headers: Headers): RequestOrigin {
  return {
    network: networkOf(clientAddress(headers)),
    userAgent: headers.get("user-agent")?.slice(0, 300) ?? null,
  };
}
