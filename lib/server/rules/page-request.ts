import { isRouterState } from "./router-state";

/** A status and a sentence for a request that goes no further. `allow` lists the methods of the address. */
export type Refusal = { readonly status: number; readonly sentence: string; readonly allow?: string };

type PageRequest = {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  /** By lower-case name; a list when a header was sent more than once. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
};

const routeMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
const pageMethods = "GET, HEAD, POST";

/**
 * What is wrong with a request before its body is read, or null when the pages' server can take it: an address that is
 * no text, a method that is none of ours, a state of the router that is none. The framework answers all of them with
 * 200 or 500, and logs a stack. Route handlers say themselves which methods they have; a page is read, and its forms sent.
 */
export function refusalOfPageRequest(request: PageRequest, isRoute: boolean): Refusal | null {
  if (!isText(pathOf(request.url))) {
    return { status: 400, sentence: "The address of the request is not well-formed." };
  }
  const allow = isRoute ? routeMethods : pageMethods;
  if (!allow.split(", ").includes(request.method)) {
    return { status: 405, sentence: "This address does not know that method.", allow };
  }
  const [state, ...others] = request.headers["next-router-state-tree"] ?? [];
  if (state !== undefined && (others.length > 0 || !isRouterState(state))) {
    return { status: 400, sentence: "The header Next-Router-State-Tree was not understood." };
  }
  return null;
}

export function pathOf(url: string): string {
  return url.split("?", 1)[0] ?? "";
}

function isText(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes("\u0000");
  } catch {
    return false;
  }
}

/**
 * Whether a browser says that one of our own pages has sent a form. A page without a referrer sends the origin "null",
 * and then `Sec-Fetch-Site` alone counts, which no page can write; where there is none, the origin must be ours.
 */
export function isOwnForm(headers: PageRequest["headers"], ownOrigin: string): boolean {
  const { "sec-fetch-site": site, origin } = headers;
  if ((site?.length ?? 0) > 1 || (origin?.length ?? 0) > 1) return false;
  if (site !== undefined && site[0] !== "same-origin") return false;
  if (origin === undefined || origin[0] === "null") return site !== undefined;
  return origin[0] === ownOrigin;
}
