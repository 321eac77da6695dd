import type { Rejection } from "./page-request";

/** A form submitted to a page. `body` is complete. */
export type ActionCall = {
  /** The header that names an action; null before hydration. */
  readonly actionId: string | null;
  readonly contentType: string;
  readonly body: Uint8Array;
};

const notUnderstood: Rejection = { status: 400, sentence: "The form could not be read. Reload the page." };
const notThere: Rejection = { status: 404, sentence: "This form no longer exists. Reload the page." };

/** The form, to be serialized by `writeForm`, or why it is rejected. */
export type JudgedAction =
  { readonly ok: true; readonly form: FormData } | { readonly ok: false; readonly rejection: Rejection };

/**
 * Reads a submitted form if the framework can read it too. All our actions take their form's state and its fields;
 * anything else would end in an error of the framework (500, and a stack in the log).
 */
export async function judgeAction(
  call: ActionCall,
  isKnown: (actionId: string) => boolean,
): Promise<JudgedAction> {
  const unreadable = rejectionBeforeReading(call, isKnown);
  const form = unreadable ? null : await readForm(call);
  if (!form) return { ok: false, rejection: unreadable ?? notUnderstood };
  const read = call.actionId === null ? readPlainForm(form, isKnown) : readCall(form);
  return "rejection" in read
    ? { ok: false, rejection: read.rejection }
    : { ok: true, form: rewritten(form, read) };
}

/** Contents of the parts that name the action and its state, or why they are rejected. */
type ReadParts = { readonly rejection: Rejection } | { readonly parts: ReadonlyMap<string, unknown> };

/**
 * The form with its JSON serialized again: the framework finds an action by the first characters of the text, and two
 * parsers may disagree about a duplicate name.
 */
function rewritten(form: FormData, { parts }: { readonly parts: ReadonlyMap<string, unknown> }): FormData {
  const anew = new FormData();
  for (const [name, value] of form)
    anew.append(name, parts.has(name) ? JSON.stringify(parts.get(name)) : value);
  return anew;
}

/**
 * Serializes a form again, so that the framework reads exactly what was checked: another parser could read the same
 * bytes differently.
 */
export function writeForm(form: FormData, boundary: string): string {
  const name = (text: string) => text.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const parts = [...form].map(
    ([key, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name(key)}"\r\n\r\n${String(value)}\r\n`,
  );
  return `${parts.join("")}--${boundary}--\r\n`;
}

function rejectionBeforeReading(call: ActionCall, isKnown: (actionId: string) => boolean): Rejection | null {
  if (call.actionId !== null && !isKnown(call.actionId)) return notThere;
  if (/^multipart\/form-data\s*;/i.test(call.contentType)) return null;
  return call.actionId === null
    ? { status: 415, sentence: "Pages accept only forms (multipart/form-data)." }
    : notUnderstood;
}

async function readForm({ contentType, body }: ActionCall): Promise<FormData | null> {
  try {
    // The view is on its own memory, never on shared memory.
    const sent = new Response(new Uint8Array(body), { headers: { "content-type": contentType } });
    const form = await sent.formData();
    // None of our forms has a file.
    return [...form.values()].every((value) => typeof value === "string") ? form : null;
  } catch {
    return null;
  }
}

/** A call from JavaScript: its arguments in part "0", and the form fields that they refer to. */
function readCall(form: FormData): ReadParts {
  const names = [...form.keys()].filter((name) => name !== "0");
  const [call, ...others] = form.getAll("0");
  const values = parse(call);
  if (others.length > 0 || !Array.isArray(values) || values.length !== 2) return { rejection: notUnderstood };
  const [state, fields] = values;
  const id = typeof fields === "string" ? /^\$K([0-9a-f]{1,4})$/.exec(fields)?.[1] : undefined;
  if (id === undefined || !isState(state)) return { rejection: notUnderstood };
  // The number after `$K` is hexadecimal; the one in the field names is decimal.
  const prefix = `_${Number.parseInt(id, 16)}_`;
  if (!names.every((name) => name.startsWith(prefix))) return { rejection: notUnderstood };
  return { parts: new Map([["0", values]]) };
}

/** A form submitted without JavaScript: the action and its bound state are in hidden fields. */
function readPlainForm(form: FormData, isKnown: (actionId: string) => boolean): ReadParts {
  const own = [...form.keys()].filter((name) => name.startsWith("$ACTION_") && name !== "$ACTION_KEY");
  const [reference, ...others] = own.filter((name) => /^\$ACTION_(REF|ID)_/.test(name));
  const number = /^\$ACTION_REF_(\d{1,4})$/.exec(reference ?? "")?.[1];
  if (others.length > 0 || number === undefined) return { rejection: notUnderstood };
  const [named, bound] = [`$ACTION_${number}:0`, `$ACTION_${number}:1`];
  if (own.toSorted().join() !== [reference, named, bound].toSorted().join())
    return { rejection: notUnderstood };
  const action = parse(form.get(named));
  if (!isRecord(action) || Object.keys(action).length !== 2) return { rejection: notUnderstood };
  const { id, bound: argument } = action;
  if (argument !== "$@1" || typeof id !== "string") return { rejection: notUnderstood };
  if (!isKnown(id)) return { rejection: notThere };
  const values = parse(form.get(bound));
  if (!Array.isArray(values) || values.length !== 1 || !isState(values[0]))
    return { rejection: notUnderstood };
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

/** True for values that do not refer to another part of the call. */
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
