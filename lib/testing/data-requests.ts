import { randomUUID } from "node:crypto";
import { confirmRequest } from "@/lib/data-requests/confirm-request";
import type { NewRequest } from "@/lib/data-requests/rules/request-input";
import { sendRequest } from "@/lib/data-requests/send-request";
import { db } from "@/lib/db/client";
import type { Clock } from "@/lib/kernel/clock";
import { systemClock } from "@/lib/kernel/clock";
import { mailedToken } from "./mails";

/** A request as the form parses it, from an address without an account. */
export function someRequest(changes: Partial<NewRequest> = {}): NewRequest {
  return {
    kind: "copy",
    law: "gdpr",
    email: `requester-${randomUUID().slice(0, 8)}@example.test`,
    details: "Everything since May.",
    agent: null,
    ...changes,
  };
}

/** A request that was sent by the form and confirmed by its mail. */
export async function confirmedRequest(changes: Partial<NewRequest> = {}, clock: Clock = systemClock) {
  const input = someRequest(changes);
  const sent = await sendRequest(input, null, clock);
  if (!sent.ok) throw new Error(sent.code);
  const token = await mailedToken(input.email, "data_request_confirm");
  const confirmed = await confirmRequest(token, clock);
  if (!confirmed.ok) throw new Error(confirmed.code);
  const where = { email: input.email, NOT: { state: "unconfirmed" } };
  const { id } = await db().dataRequest.findFirstOrThrow({
    where,
    orderBy: { id: "desc" },
    select: { id: true },
  });
  return { ...input, id, token };
}
