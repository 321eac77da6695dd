import { isRouterState } from "./router-state";

/** Status and sentence for a rejected request. `allow` lists the methods of the address. */
export type Rejection = { readonly status: number; readonly sentence: string; readonly allow?: string };

type PageRequest = {
  readonly method: string;
  /** Path and query as received. */
  readonly url: string;
  /** By lower-case name, with one value per occurrence of a header. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
};

const routeMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
const pageMethods = "GET, HEAD, POST";

/**
 * Why a request is rejected before its body is read, or null when the pages' server can handle it. Rejected are
 * addresses that do not decode to text, unsupported methods, and invalid router states: the framework would respond to
 * all of them with 200 or 500, and log a stack. Route handlers check their own methods; pages are read, and their forms
 * submitted.
 */
export function rejectionOfPageRequest(request: PageRequest, isRoute: boolean): Rejection | null {
  if (!isText(pathOf(request.url))) {
    return { status: 400, sentence: "The address of the request is not well-formed." };
  }
  const allow = isRoute ? routeMethods : pageMethods;
  if (!allow.split(", ").includes(request.method)) {
    return { status: 405, sentence: "This address does not support that method.", allow };
  }
  const [state, ...others] = request.headers["next-router-state-tree"] ?? [];
  if (state !== undefined && (others.length > 0 || !isRouterState(state))) {
    return { status: 400, sentence: "The Next-Router-State-Tree header could not be read." };
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
 * Whether the browser's headers say that one of our own pages sent a form. A page without a referrer sends the origin
 * "null"; then only `Sec-Fetch-Site` counts, which no page can set. Without that header the origin must be ours.
 */
export function isOwnForm(headers: PageRequest["headers"], ownOrigin: string): boolean {
  const { "sec-fetch-site": site, origin } = headers;
  if ((site?.length ?? 0) > 1 || (origin?.length ?? 0) > 1) return false;
  if (site !== undefined && site[0] !== "same-origin") return false;
  if (origin === undefined || origin[0] === "null") return site !== undefined;
  return origin[0] === ownOrigin;
}
