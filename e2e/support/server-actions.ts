import type { FormState } from "@/lib/kernel/form-state";
import { idleForm } from "@/lib/kernel/form-state";
import { type HttpResponse, send } from "./http";
import { origin } from "./product";
import { listActions } from "./surface";

/** Fields of a form, in order; names may repeat. */
export type FormEntries = readonly (readonly [name: string, value: string])[];

const ids = new Map<string, string>();

/** Calls a server action like the pages' own JavaScript: with its id, and arguments in the framework's encoding. */
export function postAction(
  page: string,
  action: string,
  fields: FormEntries,
  cookie: string | null,
): Promise<HttpResponse> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(`_1_${name}`, value);
  form.append("0", JSON.stringify([idleForm, "$K1"]));
  return postArguments(page, action, form, cookie);
}

/** The same with already encoded arguments, which need not be valid. */
export async function postArguments(
  page: string,
  action: string,
  body: FormData | string | Blob,
  cookie: string | null,
): Promise<HttpResponse> {
  const encoded = new Request("http://localhost/", { method: "POST", body });
  return send(page, {
    method: "POST",
    body: new Uint8Array(await encoded.arrayBuffer()),
    headers: {
      accept: "text/x-component",
      "content-type": encoded.headers.get("content-type") ?? "",
      "next-action": idOf(action),
      origin: origin(),
      ...(cookie && { cookie }),
    },
  });
}

/** The form state returned by the action; null when it redirected or failed. */
export function formState({ text }: HttpResponse): FormState | null {
  const line = /^[0-9a-f]+:(\{"status":"(?:success|error)".*\})$/m.exec(text)?.[1];
  return line === undefined ? null : (JSON.parse(line) as FormState);
}

function idOf(action: string): string {
  if (ids.size === 0) for (const { name, id } of listActions()) ids.set(name, id);
  const id = ids.get(action);
  if (!id) throw new Error(`There is no server action ${action}`);
  return id;
}
