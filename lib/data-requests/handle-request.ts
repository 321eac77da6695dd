import "server-only";
import { type Tx, transaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { lockRequest, type StoredRequest } from "./internal/lock-request";
import { queueStepMail } from "./internal/queue-step-mail";
import { recordStep } from "./internal/record-step";
import { requestHashes } from "./internal/request-secret";
import {
  type AppliedChange,
  applyChange,
  type ChangeError,
  type RequestChange,
} from "./rules/change-request";
import type { MailedStep } from "./rules/request-mails";

/**
 * What an operator does with a request: acknowledge, note, check, start, extend, answer or reject it. The change, its
 * line in the log and its mail are one transaction; of two operators who answer at once, the second is told that it is
 * closed. For operators: the caller checks that before.
 */
export async function handleRequest(
  operator: Pick<Actor, "userId">,
  requestId: string,
  change: RequestChange,
  clock: Clock = systemClock,
): Promise<Outcome<null, ChangeError | "not_found">> {
  const outcome = await transaction(async (tx): Promise<Outcome<null, ChangeError | "not_found">> => {
    const request = await lockRequest(tx, requestId);
    if (!request) return fail("not_found", { message: "This request doesn't exist anymore." });
    const now = clock();
    const applied = applyChange(request, change, now);
    if (!applied.ok) return applied;
    const { fields, step } = applied.value;
    if (Object.keys(fields).length > 0) {
      const data = { ...fields, ...requestHashes(requestId, request.hasAgent) };
      await tx.dataRequest.update({ where: { id: requestId }, data, select: { id: true } });
    }
    const line = { dataRequestId: requestId, actorUserId: operator.userId, at: now };
    await recordStep(tx, { ...line, ...step });
    await tellRequester(tx, request, applied.value);
    return ok(null);
  });
  void deliverMails();
  return outcome;
}

/** Notes and checks are the operator's own. */
async function tellRequester(tx: Tx, request: StoredRequest, { fields, step }: AppliedChange): Promise<void> {
  const name = mailedSteps.find((mailed) => mailed === step.kind);
  if (!name) return;
  const { kind, receivedAt } = request;
  const text = fields.answer ?? fields.extensionReason;
  const deadlines = { ...request, latestBy: fields.latestBy ?? request.latestBy };
  await queueStepMail(tx, request, { name, kind, receivedAt, deadlines, ...(text && { text }) });
}

const mailedSteps: readonly MailedStep["name"][] = [
  "acknowledged",
  "started",
  "extended",
  "answered",
  "refused",
];
