/** One header as received: Node's raw list keeps case, order and repetition. */
export type Header = readonly [name: string, value: string];

/**
 * Headers that describe the path of a request, or control the framework behind us. Next trusts them, so clients must
 * not be able to set them. All are removed; the front server adds its own afterwards.
 */
const untrustedHeaders =
  /^(forwarded|x-forwarded-.*|x-middleware-.*|x-nonce|x-counterfoil-.*|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|cf-connecting-ip|x-original-.*|x-rewrite-url|x-invoke-.*|x-matched-path|x-now-.*|x-vercel-.*)$/;

const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "upgrade",
]);

/** The pairs in Node's flat list `[name, value, name, value, …]`. */
export function headerPairs(raw: readonly string[]): Header[] {
  const pairs: Header[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2)
    pairs.push([raw[index] ?? "", raw[index + 1] ?? ""]);
  return pairs;
}

export type Forwarded = {
  /** The client's address, as determined by the front server. */
  readonly clientAddress: string;
  /** Host and scheme of APP_URL, so that no link is ever built from a request's claims. */
  readonly host: string;
  readonly scheme: string;
};

/** Headers for internal handlers: client claims are replaced with what the server knows. */
export function internalHeaders(headers: readonly Header[], forwarded: Forwarded): Header[] {
  const kept = headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return lower !== "host" && !untrustedHeaders.test(lower);
  });
  return [
    ["Host", forwarded.host],
    ...kept,
    ["X-Forwarded-For", forwarded.clientAddress],
    ["X-Forwarded-Host", forwarded.host],
    ["X-Forwarded-Proto", forwarded.scheme],
  ];
}

/**
 * Like `internalHeaders`, from and to Node's flat list, together with an object of all headers by lower-case name. It
 * works in one pass, because every API request runs through it.
 */
export function internalRawHeaders(
  raw: readonly string[],
  forwarded: Forwarded,
): { readonly raw: string[]; readonly joined: Record<string, string> } {
  const kept = ["Host", forwarded.host];
  const joined: Record<string, string> = { host: forwarded.host };
  const add = (name: string, lower: string, value: string) => {
    kept.push(name, value);
    const before = joined[lower];
    joined[lower] = before === undefined ? value : `${before}${lower === "cookie" ? "; " : ", "}${value}`;
  };
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? "";
    const lower = name.toLowerCase();
    if (lower !== "host" && !untrustedHeaders.test(lower)) add(name, lower, raw[index + 1] ?? "");
  }
  add("X-Forwarded-For", "x-forwarded-for", forwarded.clientAddress);
  add("X-Forwarded-Host", "x-forwarded-host", forwarded.host);
  add("X-Forwarded-Proto", "x-forwarded-proto", forwarded.scheme);
  return { raw: kept, joined };
}

/** The same headers with the given ones set to one value each, or removed. */
export function withHeaders(
  headers: readonly Header[],
  changes: Readonly<Record<string, string | null>>,
): Header[] {
  const changed = new Set(Object.keys(changes).map((name) => name.toLowerCase()));
  const set = Object.entries(changes).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  return [...headers.filter(([name]) => !changed.has(name.toLowerCase())), ...set];
}

/** The same headers, plus those of `others` that are missing. */
export function withMissing(
  headers: readonly Header[],
  others: Readonly<Record<string, string>>,
): readonly Header[] {
  const there = new Set(headers.map(([name]) => name.toLowerCase()));
  return [...headers, ...Object.entries(others).filter(([name]) => !there.has(name.toLowerCase()))];
}

/** Without hop-by-hop headers, including those named by `Connection`. */
export function endToEnd(headers: readonly Header[]): Header[] {
  const named = headers
    .filter(([name]) => name.toLowerCase() === "connection")
    .flatMap(([, value]) => value.toLowerCase().split(","))
    .map((name) => name.trim());
  const dropped = new Set([...hopByHop, ...named]);
  return headers.filter(([name]) => !dropped.has(name.toLowerCase()));
}

/**
 * The client behind trusted proxies: the last address of `X-Forwarded-For` that is not one of them. If the peer is not
 * a trusted proxy, it is the client, whatever it claims.
 */
export function clientAddress(
  peer: string,
  forwardedFor: readonly string[],
  isTrusted: (address: string) => boolean,
): string {
  let client = plainAddress(peer);
  const chain = forwardedFor.flatMap((value) => value.split(",")).map((value) => plainAddress(value.trim()));
  while (isTrusted(client)) {
    const before = chain.pop();
    if (!before || !/^[0-9a-f:.]+$/i.test(before)) break;
    client = before;
  }
  return client;
}

/** Placeholder for a client whose address cannot be known: it has no network and is not local. */
export const unknownAddress = "unknown";

/** Without brackets, port and the prefix of IPv4 in IPv6: "::ffff:10.0.0.1" and "10.0.0.1:55" are "10.0.0.1". */
export function plainAddress(address: string): string {
  const mapped = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  return /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? address;
}

/** True for this machine's own addresses, as `clientAddress` writes them. */
export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^127(?:\.\d{1,3}){3}$/.test(address);
}
