import "server-only";
import { uuidv7 } from "uuidv7";
import { product } from "@/lib/config/product";
import { takeNamedLock } from "@/lib/db/advisory-lock";
import { type Tx, transaction } from "@/lib/db/client";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { admitted, checkAccount, lockAccount } from "./internal/admit-request";
import { queueStepMail } from "./internal/queue-step-mail";
import { recordStep } from "./internal/record-step";
import { requestHashes, requestUrl } from "./internal/request-secret";
import type { NewRequest } from "./rules/request-input";
import { confirmRequestMail } from "./rules/request-mails";

/** Requests of one address that may wait for confirmation, and that may be open. */
const unconfirmedMax = 10;
const openMax = 20;

export type SentRequest = { readonly email: string; readonly isConfirmed: boolean };

/**
 * Takes a request from the public form. It reaches the queue when its address is confirmed: immediately when the sender
 * is signed in with that address, otherwise by the link in a mail. What happens, and how long it takes, does not depend
 * on whether the address has an account.
 *
 * @param signedInEmail the confirmed address of the sender's session, if there is one.
 */
export async function sendRequest(
  input: NewRequest,
  signedInEmail: string | null,
  clock: Clock = systemClock,
): Promise<Outcome<SentRequest, "too_many">> {
  const isConfirmed = signedInEmail === input.email;
  const outcome = await transaction(async (tx) => {
    const userId = isConfirmed ? await lockAccount(tx, input.email) : null;
    // Concurrent requests of one address must not pass the limits together.
    await takeNamedLock(tx, `data requests ${input.email}`);
    const failure = await tooMany(tx, input.email, isConfirmed);
    if (failure) return failure;
    const id = uuidv7();
    const now = clock();
    await insertRequest(tx, { id, input, now, userId, isConfirmed });
    if (!isConfirmed) {
      const url = requestUrl(id, "person");
      await queueMail(tx, confirmRequestMail({ from: product.name, recipient: input.email, url }));
    }
    return ok({ email: input.email, isConfirmed });
  });
  void deliverMails();
  return outcome;
}

async function tooMany(
  tx: Tx,
  email: string,
  isConfirmed: boolean,
): Promise<ReturnType<typeof fail<"too_many">> | null> {
  // Anyone can leave unconfirmed requests for an address: they must not keep out its signed-in owner.
  const unconfirmed = isConfirmed
    ? 0
    : await tx.dataRequest.count({ where: { email, state: "unconfirmed" } });
  if (unconfirmed >= unconfirmedMax)
    return fail("too_many", {
      message: "Several requests from this address wait for confirmation. Confirm or ignore those first.",
    });
  const open = await tx.dataRequest.count({ where: { email, nextDueAt: { not: null } } });
  if (open < openMax) return null;
  return fail("too_many", {
    message: "Several requests from this address are open. Wait for their answers.",
  });
}

type Insertion = {
  readonly id: string;
  readonly input: NewRequest;
  readonly now: Date;
  readonly userId: string | null;
  readonly isConfirmed: boolean;
};

async function insertRequest(tx: Tx, { id, input, now, userId, isConfirmed }: Insertion): Promise<void> {
  const { kind, law, email, details, agent } = input;
  const arrived = isConfirmed ? admitted({ kind, law, receivedAt: now, reachedAt: now }) : null;
  await tx.dataRequest.create({
    data: {
      id,
      ...requestHashes(id, agent !== null),
      channel: isConfirmed ? "session" : "form",
      kind,
      law,
      email,
      details,
      agentName: agent?.name ?? null,
      agentEmail: agent?.email ?? null,
      receivedAt: now,
      userId,
      ...(arrived ? { ...arrived, confirmedAt: now } : { state: "unconfirmed" }),
    },
    select: { id: true },
  });
  const line = { dataRequestId: id, actorUserId: null, at: now };
  await recordStep(tx, { ...line, kind: "received" });
  if (!arrived) return;
  await recordStep(tx, { ...line, kind: "confirmed" });
  await recordStep(tx, { ...line, kind: "checked", subject: "address" });
  await checkAccount(tx, id, userId, now);
  const addressed = { id, email, agentEmail: agent?.email ?? null };
  await queueStepMail(tx, addressed, { name: "received", kind, receivedAt: now, deadlines: arrived });
}
