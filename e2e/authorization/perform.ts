import { type HttpResponse, redirectOf, send } from "../support/http";
import { origin } from "../support/product";
import { formState, postAction } from "../support/server-actions";
import type { Caller, Credential, Filled, Subjects } from "./subjects";
import type { Outcome } from "./table";

/** An outcome, or a sentence about what was seen instead. */
export type Seen = Outcome | string;

/** Requests a page like the caller's browser. */
export async function visit(subjects: Subjects, caller: Caller, address: string): Promise<Seen> {
  const filled = await subjects.fill(address);
  const get = (path: string) => send(path, { headers: cookieHeader(subjects.cookie(caller)) });
  return compared(await get(filled.real), filled, () => get(filled.absent));
}

/** Calls a route handler. A body is sent as a form; to the API, as JSON. */
export async function callRoute(
  subjects: Subjects,
  caller: Caller,
  [call, body]: readonly [string, string, ...unknown[]],
): Promise<Seen> {
  const filled = await subjects.fill(call);
  const perform = async (text: string) => {
    const [method = "GET", path = ""] = text.split(" ");
    // A call that changes something may end the session.
    const cookie = method === "GET" ? subjects.cookie(caller) : await subjects.freshCookie(caller);
    const headers = {
      ...cookieHeader(cookie),
      origin: origin(),
      "content-type": "application/x-www-form-urlencoded",
    };
    return send(path, { method, headers, ...(body && { body }) });
  };
  return compared(await perform(filled.real), filled, () => perform(filled.absent));
}

/** Calls an API operation. Only a successful call with a management key of the workspace may change it. */
export async function callOperation(
  subjects: Subjects,
  credential: Credential,
  [call, body]: readonly [string, string, ...unknown[]],
): Promise<Seen> {
  const authorization = subjects.authorization(credential);
  const filled = await subjects.fill(`${call}\n${body}`);
  const perform = (text: string) => {
    const [line = "", json = ""] = text.split("\n");
    const [method = "GET", path = ""] = line.split(" ");
    const headers = { "content-type": "application/json", ...(authorization && { authorization }) };
    return send(`/api/v1${path}`, { method, headers, ...(json && { body: json }) });
  };
  const before = await subjects.state("settings");
  const seen = await compared(await perform(filled.real), filled, () => perform(filled.absent));
  if (credential === "management" && (seen === 200 || seen === 201)) return seen;
  return before === (await subjects.state("settings")) ? seen : `${seen}, and changed the workspace`;
}

/** Actions that end the caller's session or account, or change the password. */
const endsCaller = /#(changePassword|endOtherSessions|deleteAccount|secureAccount|verify)Action$/;
const within: readonly Caller[] = ["member", "admin", "owner"];

/** Calls a server action, with its own session. */
export async function act(
  subjects: Subjects,
  caller: Caller,
  [action, fields]: readonly [string, string, ...unknown[]],
): Promise<Seen> {
  const fresh = endsCaller.test(action) ? await subjects.replacement(caller) : null;
  const filled = await subjects.fill(fields, fresh?.email);
  const cookie = fresh?.cookie ?? (await subjects.freshCookie(caller));
  const page = action.startsWith("/#") ? "/activity" : (action.split("#")[0] ?? "");
  const perform = (text: string) =>
    postAction(page, action, [...new URLSearchParams(text.replaceAll("+", "%2B"))], cookie);
  const before = await subjects.state("settings and content");
  const response = await perform(filled.real);
  const after = await subjects.state("settings and content");
  const seen = outcomeOfAction(response);
  if (before !== after && !(within.includes(caller) && seen === "done"))
    return `${seen}, and changed the workspace`;
  if (!filled.namesThing || seen !== "invalid") return seen;
  const absent = await perform(filled.absent);
  return saidOf(response) === saidOf(absent) ? "unknown" : seen;
}

/** The sentences in a form's response, without the input. */
function saidOf(response: HttpResponse): string {
  const { values: _, ...state } = formState(response) ?? { values: null };
  return JSON.stringify(state);
}

function outcomeOfAction(response: HttpResponse): Outcome {
  const redirect = redirectOutcome(response);
  if (redirect) return redirect;
  const state = formState(response);
  if (!state) return response.status;
  if (state.status === "success") return "done";
  return /^(Only owners and admins|Your role )/.test(state.message ?? "") ? "refused" : "invalid";
}

function redirectOutcome(response: HttpResponse): Outcome | null {
  const target = redirectOf(response);
  if (target === null) return null;
  if (/^\/sign-in(\?next=.*|\?.*\bnotice=session-ended\b.*)?$/.test(target)) return "sign in";
  if (/^\/(verify|activity)\b/.test(target)) return target.startsWith("/verify") ? "verify" : "activity";
  return response.headers["x-action-redirect"] ? "done" : response.status;
}

/**
 * The outcome of a page, a route or an operation. If the call names an id, the response for an id that never existed
 * decides: a response with that status has to be the same, and one that shows the record has to differ.
 */
async function compared(
  response: HttpResponse,
  { real, absent, namesThing }: Filled,
  requestAbsent: () => Promise<HttpResponse>,
): Promise<Seen> {
  const outcome = redirectOutcome(response) ?? response.status;
  if (!namesThing || (outcome !== 200 && outcome !== 404)) return outcome;
  const other = await requestAbsent();
  const [seen, seenOfAbsent] = [shown(response, real), shown(other, absent)];
  difference = onlyIn(seen, seenOfAbsent)
    .concat(onlyIn(seenOfAbsent, seen))
    .slice(0, 4)
    .join(" | ")
    .slice(0, 400);
  const isSame = response.status === other.status && difference === "";
  if (outcome === 200) return isSame ? "unknown" : 200;
  return isSame ? 404 : "404, but unlike for what never was";
}

let difference = "";

/** What the last compared responses differed in, for the message of a failed test. */
export function lastDifference(): string {
  return difference;
}

function onlyIn(one: readonly string[], other: readonly string[]): string[] {
  const others = new Set(other);
  return one.filter((piece) => !others.has(piece));
}

/**
 * All texts of a response, unordered, since parts of a page arrive when they are ready. Includes texts in scripts,
 * because dialogs are only there. Excludes values that always differ: the requested ids, those of requests and forms,
 * the nonce.
 */
function shown({ text }: HttpResponse, address: string): string[] {
  const nonce = / nonce="([^"]+)"/.exec(text)?.[1] ?? "none";
  const ids = address.match(/[0-9a-f-]{36,64}|gen-[\w-]+/g) ?? [];
  const plain = [nonce, ...ids]
    .reduce((rest, known) => rest.replaceAll(known, ""), text)
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|req_[\w-]+/g, "")
    // The placeholder of a part that was not ready. Its content follows in the same response.
    .replace(/<!--\$\?--><template id="B:[^"]*"><\/template>.*?<!--\/\$-->/gs, "");
  const texts = plain.replace(/<(script|style)\b.*?<\/\1>/gs, "").split(/<[^>]*>/);
  const links = plain.match(/ (href|action|title|aria-label)="[^"]*"/g) ?? [];
  // Strings in the framework's stream; those that begin with "$" are references between its parts.
  const stream = [...plain.matchAll(/__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)/g)]
    .map(([, literal = '""']) => JSON.parse(literal) as string)
    .join("");
  const strings = (stream.match(/"(?:[^"\\]|\\.)*"/g) ?? []).filter((value) => !value.startsWith('"$'));
  return [...new Set([...texts, ...links, ...strings].map((piece) => piece.trim()))].toSorted();
}

function cookieHeader(cookie: string | null): Record<string, string> {
  return cookie ? { cookie } : {};
}
