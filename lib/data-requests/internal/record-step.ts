import "server-only";
import { uuidv7 } from "uuidv7";
import type { Tx } from "@/lib/db/client";
import type { StepKind } from "../rules/change-request";
import type { IdentityCheck } from "../rules/request-kinds";

type Step = {
  readonly dataRequestId: string;
  readonly kind: StepKind;
  readonly subject?: IdentityCheck;
  /** The operator; null for the requester, and for what happens by itself. */
  readonly actorUserId: string | null;
  readonly note?: string;
  readonly at: Date;
};

/** Writes one line of a request's log, in the transaction of what it reports. */
export async function recordStep(tx: Tx, { at, subject, note, ...step }: Step): Promise<void> {
  const words = { subject: subject ?? null, note: note ?? null };
  await tx.dataRequestStep.create({
    data: { id: uuidv7(), createdAt: at, ...step, ...words },
    select: { id: true },
  });
}
