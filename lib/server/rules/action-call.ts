import type { Refusal } from "./page-request";

/** What a page is sent when somebody submits one of its forms. `body` is whole. */
export type ActionCall = {
  /** The header that names an action; null when script has not taken the form over yet. */
  readonly actionId: string | null;
  readonly contentType: string;
  readonly body: Uint8Array;
};

const notUnderstood: Refusal = { status: 400, sentence: "The form was not understood. Load the page anew." };
const notThere: Refusal = { status: 404, sentence: "There is no such form any more. Load the page anew." };

/** The form, to be sent on by `writeForm`, or what is wrong with it. */
export type JudgedAction =
  { readonly ok: true; readonly form: FormData } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Reads a form as it was sent, when the framework can read it too. All our actions take the state of their form and its
 * fields; whatever else is sent would end in an error of the framework (500, and a stack in the log).
 */
export async function judgeAction(
  call: ActionCall,
  isKnown: (actionId: string) => boolean,
): Promise<JudgedAction> {
  const unreadable = refusalBeforeReading(call, isKnown);
  const form = unreadable ? null : await readForm(call);
  if (!form) return { ok: false, refusal: unreadable ?? notUnderstood };
  const read = call.actionId === null ? readPlainForm(form, isKnown) : readCall(form);
  return "refusal" in read ? { ok: false, refusal: read.refusal } : { ok: true, form: rewritten(form, read) };
}

/** What stands in the parts that name the action and its state, or what is wrong with them. */
type ReadParts = { readonly refusal: Refusal } | { readonly parts: ReadonlyMap<string, unknown> };

/**
 * The form with its JSON written anew: the framework looks for an action by the first characters of the text, and two
 * parsers may differ about a name that is there twice.
 */
function rewritten(form: FormData, { parts }: { readonly parts: ReadonlyMap<string, unknown> }): FormData {
  const anew = new FormData();
  for (const [name, value] of form)
    anew.append(name, parts.has(name) ? JSON.stringify(parts.get(name)) : value);
  return anew;
}

/**
 * A form as a body. It is written anew, so that what was judged is what the framework reads: another parser may take the
 * same bytes for something else.
 */
export function writeForm(form: FormData, boundary: string): string {
  const name = (text: string) => text.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const parts = [...form].map(
    ([key, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name(key)}"\r\n\r\n${String(value)}\r\n`,
  );
  return `${parts.join("")}--${boundary}--\r\n`;
}

function refusalBeforeReading(call: ActionCall, isKnown: (actionId: string) => boolean): Refusal | null {
  if (call.actionId !== null && !isKnown(call.actionId)) return notThere;
  if (/^multipart\/form-data\s*;/i.test(call.contentType)) return null;
  return call.actionId === null
    ? { status: 415, sentence: "A page takes forms only (multipart/form-data)." }
    : notUnderstood;
}

async function readForm({ contentType, body }: ActionCall): Promise<FormData | null> {
  try {
    // The view is on memory of its own, never on a shared one.
    const sent = new Response(new Uint8Array(body), { headers: { "content-type": contentType } });
    const form = await sent.formData();
    // No form of ours has a file.
    return [...form.values()].every((value) => typeof value === "string") ? form : null;
  } catch {
    return null;
  }
}

/** A call by script: its arguments as "0", and the fields of the form that they name. */
function readCall(form: FormData): ReadParts {
  const names = [...form.keys()].filter((name) => name !== "0");
  const [call, ...others] = form.getAll("0");
  const values = parse(call);
  if (others.length > 0 || !Array.isArray(values) || values.length !== 2) return { refusal: notUnderstood };
  const [state, fields] = values;
  const id = typeof fields === "string" ? /^\$K([0-9a-f]{1,4})$/.exec(fields)?.[1] : undefined;
  if (id === undefined || !isState(state)) return { refusal: notUnderstood };
  // The number after `$K` is hexadecimal, the one in the names of the fields decimal.
  const prefix = `_${Number.parseInt(id, 16)}_`;
  if (!names.every((name) => name.startsWith(prefix))) return { refusal: notUnderstood };
  return { parts: new Map([["0", values]]) };
}

/** A form that the browser sends by itself: the action and its bound state in hidden fields. */
function readPlainForm(form: FormData, isKnown: (actionId: string) => boolean): ReadParts {
  const own = [...form.keys()].filter((name) => name.startsWith("$ACTION_") && name !== "$ACTION_KEY");
  const [reference, ...others] = own.filter((name) => /^\$ACTION_(REF|ID)_/.test(name));
  const number = /^\$ACTION_REF_(\d{1,4})$/.exec(reference ?? "")?.[1];
  if (others.length > 0 || number === undefined) return { refusal: notUnderstood };
  const [named, bound] = [`$ACTION_${number}:0`, `$ACTION_${number}:1`];
  if (own.toSorted().join() !== [reference, named, bound].toSorted().join())
    return { refusal: notUnderstood };
  const action = parse(form.get(named));
  if (!isRecord(action) || Object.keys(action).length !== 2) return { refusal: notUnderstood };
  const { id, bound: argument } = action;
  if (argument !== "$@1" || typeof id !== "string") return { refusal: notUnderstood };
  if (!isKnown(id)) return { refusal: notThere };
  const values = parse(form.get(bound));
  if (!Array.isArray(values) || values.length !== 1 || !isState(values[0])) return { refusal: notUnderstood };
  const parts: [string, unknown][] = [
    [named, { id, bound: argument }],
    [bound, values],
  ];
  return { parts: new Map(parts) };
}

function isState(value: unknown): boolean {
  return isRecord(value) && isPlain(value, 0);
}

const depthMax = 10;

/** Values that need nothing but themselves to be read: none that point to another part of the call. */
function isPlain(value: unknown, depth: number): boolean {
  if (depth > depthMax) return false;
  if (typeof value === "string")
    return !value.startsWith("$") || /^\$(?:\$|undefined$|n-?\d{1,40}$|D)/.test(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, inner]) => name !== "__proto__" && isPlain(inner, depth + 1));
}

function parse(text: unknown): unknown {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
