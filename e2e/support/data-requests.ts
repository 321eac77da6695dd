import { requestUrl } from "@/lib/data-requests/internal/request-secret";
import { sendRequest } from "@/lib/data-requests/send-request";
import { db } from "@/lib/db/client";
import { uniqueEmail } from "./accounts";

/** A data request in the queue, of an address without an account. */
export async function makeDataRequest(): Promise<string> {
  const email = uniqueEmail("requester");
  await sendRequest({ kind: "copy", law: "gdpr", email, details: "", agent: null }, email);
  return (await db().dataRequest.findFirstOrThrow({ where: { email }, select: { id: true } })).id;
}

/** The secret of the link that confirms a data request. */
export async function makeRequestToken(): Promise<string> {
  const email = uniqueEmail("requester");
  await sendRequest({ kind: "copy", law: "gdpr", email, details: "", agent: null }, null);
  const { id } = await db().dataRequest.findFirstOrThrow({ where: { email }, select: { id: true } });
  return new URL(requestUrl(id, "person")).searchParams.get("token") ?? "";
}
