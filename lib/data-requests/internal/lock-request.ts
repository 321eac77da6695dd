import "server-only";
import type { Tx } from "@/lib/db/client";
import type { OpenRequest } from "../rules/change-request";
import { checkedSubjects } from "../rules/checked-subjects";

export type StoredRequest = OpenRequest & {
  readonly id: string;
  readonly email: string | null;
  readonly agentEmail: string | null;
};

/** Locks a request until the transaction ends, and reads what has been checked. Null when it is not in the queue. */
export async function lockRequest(tx: Tx, id: string): Promise<StoredRequest | null> {
  const rows = await tx.$queryRaw<Omit<StoredRequest, "checked">[]>`
    select id, kind, law, state, email, agent_email as "agentEmail", agent_token_hash is not null as "hasAgent",
           received_at as "receivedAt", acknowledged_at as "acknowledgedAt", started_at as "startedAt",
           extended_at as "extendedAt", acknowledge_by as "acknowledgeBy", answer_by as "answerBy", latest_by as "latestBy"
      from data_requests where id = ${id}::uuid and state <> 'unconfirmed' for update`;
  const [request] = rows;
  if (!request) return null;
  const steps = await tx.dataRequestStep.findMany({
    where: { dataRequestId: id, kind: { in: ["checked", "unchecked"] } },
    orderBy: { id: "asc" },
    select: { kind: true, subject: true },
  });
  return { ...request, checked: new Set(checkedSubjects(steps).keys()) };
}
