/** The origin of a request, reduced to what may be stored: never a whole IP address. */
export type RequestOrigin = {
  /** "203.0.113.0/24" or "2001:db8:1::/48"; null when unknown. */
  readonly network: string | null;
  readonly userAgent: string | null;
};

export const unknownOrigin: RequestOrigin = { network: null, userAgent: null };

/** The /24 or /48 network of an address: enough to recognize a location, too little to identify a household. */
export function networkOf(address: string): string | null {
  const plain = address
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/%.*$/, "");
  const mapped = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(plain);
  if (mapped) {
    const octets = mapped.slice(1, 5).map(Number);
    return octets.every((octet) => octet <= 255) ? `${octets.slice(0, 3).join(".")}.0/24` : null;
  }
  const groups = expandIpv6(plain);
  if (!groups) return null;
  return `${groups
    .slice(0, 3)
    .map((group) => group.toString(16))
    .join(":")}::/48`;
}

const loopback = new Set(["127.0.0.0/24", "0:0:0::/48"]);

/** Whether a network is that of this machine itself. */
export function isLoopbackNetwork(network: string): boolean {
  return loopback.has(network);
}

/** A network as people read it: "203.0.113.0/24", "Local network", "Unknown". */
export function networkLabel(network: string | null): string {
  if (network === null) return "Unknown";
  return isLoopbackNetwork(network) ? "Local network" : network;
}

/** The eight groups of an IPv6 address; null when the text is not one. */
function expandIpv6(address: string): readonly number[] | null {
  const halves = address.split("::");
  if (!/^[0-9a-f:]+$/.test(address) || halves.length > 2) return null;
  const groupsOf = (half: string | undefined) => (half ? half.split(":") : []);
  const [head, tail] = [groupsOf(halves[0]), groupsOf(halves[1])];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16));
}
