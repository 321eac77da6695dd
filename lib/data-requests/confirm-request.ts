import "server-only";
import { hashSecret } from "@/lib/config/secrets";
import { transaction } from "@/lib/db/client";
import { type Clock, msPerDay, systemClock } from "@/lib/kernel/clock";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { admitted, checkAccount, lockAccount } from "./internal/admit-request";
import { queueStepMail } from "./internal/queue-step-mail";
import { recordStep } from "./internal/record-step";
import { confirmDays } from "./rules/clocks";
import type { RequestKind, RequestLaw } from "./rules/request-kinds";

type Unconfirmed = {
  readonly id: string;
  readonly email: string;
  readonly agentEmail: string | null;
  readonly kind: RequestKind;
  readonly law: RequestLaw;
  readonly receivedAt: Date;
};

/**
 * Confirms a request with the secret of its mailed link, which proves control of the address, and puts it into the
 * queue. Confirming again changes nothing and succeeds. Fails for an unknown link, an agent's link, and a request that
 * was not confirmed in time.
 */
export async function confirmRequest(
  secret: string,
  clock: Clock = systemClock,
): Promise<Outcome<null, "unknown_link">> {
  const tokenHash = hashSecret(secret);
  const outcome = await transaction(async (tx) => {
    const now = clock();
    const found = await tx.dataRequest.findUnique({ where: { tokenHash }, select: { email: true } });
    if (!found?.email) return unknownLink();
    const userId = await lockAccount(tx, found.email);
    const rows = await tx.$queryRaw<(Unconfirmed & { state: string })[]>`
      select id, email, agent_email as "agentEmail", kind, law, state, received_at as "receivedAt"
        from data_requests where token_hash = ${tokenHash} and email is not null for update`;
    const [request] = rows;
    if (!request) return unknownLink();
    if (request.state !== "unconfirmed") return ok(null);
    if (request.receivedAt.getTime() + confirmDays * msPerDay < now.getTime()) return unknownLink();
    const { id, kind, law, receivedAt } = request;
    const arrived = admitted({ kind, law, receivedAt, reachedAt: now });
    const data = { ...arrived, confirmedAt: now, userId };
    await tx.dataRequest.update({ where: { id }, data, select: { id: true } });
    const line = { dataRequestId: id, actorUserId: null, at: now };
    await recordStep(tx, { ...line, kind: "confirmed" });
    await recordStep(tx, { ...line, kind: "checked", subject: "address" });
    await checkAccount(tx, id, userId, now);
    await queueStepMail(tx, request, { name: "received", kind, receivedAt, deadlines: arrived });
    return ok(null);
  });
  void deliverMails();
  return outcome;
}

function unknownLink(): ReturnType<typeof fail<"unknown_link">> {
  return fail("unknown_link", {
    message: "This link doesn't work anymore. Send the request again.",
  });
}
