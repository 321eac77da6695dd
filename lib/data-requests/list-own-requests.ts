import "server-only";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import type { RequestKind, RequestStatus } from "./rules/request-kinds";

export type OwnRequest = {
  readonly id: string;
  readonly kind: RequestKind;
  readonly state: RequestStatus;
  readonly receivedAt: Date;
  /** Null once it is closed. */
  readonly latestBy: Date | null;
  readonly closedAt: Date | null;
};

/** The newest data requests of a person's account, which they confirmed or an operator entered. */
export async function listOwnRequests(
  { userId }: Pick<Actor, "userId">,
  limit = 20,
): Promise<readonly OwnRequest[]> {
  const rows = await db().dataRequest.findMany({
    where: { userId },
    orderBy: { id: "desc" },
    take: limit,
    select: { id: true, kind: true, state: true, receivedAt: true, latestBy: true, closedAt: true },
  });
  return rows.map(({ kind, state, ...row }) => ({
    ...row,
    kind: kind as RequestKind,
    state: state as RequestStatus,
  }));
}
