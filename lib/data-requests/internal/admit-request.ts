import "server-only";
import type { Tx } from "@/lib/db/client";
import { deadlinesOf } from "../rules/clocks";
import type { RequestKind, RequestLaw } from "../rules/request-kinds";
import { recordStep } from "./record-step";

type Arrived = {
  readonly id: string;
  readonly kind: RequestKind;
  readonly law: RequestLaw;
  readonly receivedAt: Date;
  /** When its clocks beyond the law start. */
  readonly reachedAt: Date;
};

/** The columns of a request that enters the queue. */
export function admitted({ kind, law, receivedAt, reachedAt }: Omit<Arrived, "id">) {
  const deadlines = deadlinesOf({ kind, law, receivedAt, reachedAt });
  return { state: "received", ...deadlines, nextDueAt: deadlines.acknowledgeBy } as const;
}

/** Notes that the address has an account, if it has one. */
export async function checkAccount(tx: Tx, id: string, userId: string | null, at: Date): Promise<void> {
  if (userId === null) return;
  await recordStep(tx, { dataRequestId: id, kind: "checked", subject: "account", actorUserId: null, at });
}

/**
 * The account of an address, locked until the transaction ends: an account that is being deleted must find the request,
 * or the request must not find the account. Null when there is none. Lock it before the request.
 */
export async function lockAccount(tx: Tx, email: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from users where email = ${email} and deleted_at is null for no key update`;
  return rows[0]?.id ?? null;
}
