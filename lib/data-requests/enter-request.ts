import "server-only";
import { uuidv7 } from "uuidv7";
import { transaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { admitted, checkAccount, lockAccount } from "./internal/admit-request";
import { queueStepMail } from "./internal/queue-step-mail";
import { recordStep } from "./internal/record-step";
import { requestHashes } from "./internal/request-secret";
import type { EnteredRequest } from "./rules/request-input";

/**
 * Puts a request into the queue that arrived by mail or letter. All clocks start on its day of receipt. The address gets
 * the mail with the link to its state. What proves the identity is left to the operator's checks. For operators: the
 * caller checks that before.
 */
export async function enterRequest(
  operator: Pick<Actor, "userId">,
  { receivedOn, agent, kind, law, email, details }: EnteredRequest,
  clock: Clock = systemClock,
): Promise<Outcome<{ readonly id: string }, never>> {
  const id = uuidv7();
  await transaction(async (tx) => {
    const now = clock();
    const userId = await lockAccount(tx, email);
    const arrived = admitted({ kind, law, receivedAt: receivedOn, reachedAt: receivedOn });
    await tx.dataRequest.create({
      data: {
        id,
        userId,
        ...requestHashes(id, agent !== null),
        channel: "mail",
        kind,
        law,
        email,
        details,
        agentName: agent?.name ?? null,
        agentEmail: agent?.email ?? null,
        receivedAt: receivedOn,
        confirmedAt: now,
        ...arrived,
      },
      select: { id: true },
    });
    await recordStep(tx, { dataRequestId: id, kind: "received", actorUserId: operator.userId, at: now });
    await checkAccount(tx, id, userId, now);
    const addressed = { id, email, agentEmail: agent?.email ?? null };
    await queueStepMail(tx, addressed, {
      name: "received",
      kind,
      receivedAt: receivedOn,
      deadlines: arrived,
    });
  });
  void deliverMails();
  return ok({ id });
}
