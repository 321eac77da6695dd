import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { newRequestId } from "@/lib/http/request-id";

export type Attempt<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly requestId: string };

/**
 * A read of one region of a page. A failure is logged under an id that the region shows, and the rest of the page stays.
 * Only for verbs: it must not contain a redirect or a 404, which the framework throws.
 */
export async function attempt<Value>(read: Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { ok: true, value: await read };
  } catch (error) {
    const requestId = newRequestId();
    log().error({ requestId, ...errorFacts(error) }, "region failed");
    return { ok: false, requestId };
  }
}
