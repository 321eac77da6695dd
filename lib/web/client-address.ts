import "server-only";
import { BlockList, isIP } from "node:net";
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
  return { network: networkOf(clientAddress(headers)), userAgent: headers.get("user-agent")?.slice(0, 300) ?? null };
}

/**
 * For the edge: walks the forwarding header from its end for as long as the hop is one of `trustedProxies`
 * (addresses or CIDR ranges), and answers the first address that is not.
 */
export function resolveClientAddress(
  socketAddress: string,
  forwardedFor: string | null,
  trustedProxies: readonly string[],
): string {
  const trusted = blockListOf(trustedProxies);
  const hops = [...(forwardedFor?.split(",") ?? []), socketAddress].map(plainAddress);
  let current = hops.pop() ?? socketAddress;
  while (hops.length > 0 && isListed(trusted, current)) {
    const next = hops.pop() ?? "";
    if (!isIP(next)) break;
    current = next;
  }
  return current;
}

function plainAddress(text: string): string {
  return text.trim().replace(/^::ffff:(?=\d+\.)/i, "");
}

function isListed(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? "ipv6" : "ipv4");
}

function blockListOf(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", prefix] = entry.split("/");
    const family = isIP(address);
    if (family === 0) continue;
    const kind = family === 6 ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, kind);
    else list.addSubnet(address, Number(prefix), kind);
  }
  return list;
}
