import "server-only";
import { db } from "@/lib/db/client";
import { hashSecret } from "@/lib/config/secrets";
import type { RequestKind, RequestLaw, RequestStatus } from "./rules/request-kinds";

/** A request as its requester follows it. It has no account, and no address but the agent's: the link may be seen by others. */
export type FollowedRequest = {
  readonly kind: RequestKind;
  readonly law: RequestLaw;
  readonly state: RequestStatus;
  /** The agent's link cannot confirm the request. */
  readonly isAgentsLink: boolean;
  /** In the requester's words; null once the account is deleted. */
  readonly details: string | null;
  readonly agentName: string | null;
  /** Only behind the person's link: by it they recognize whom they let act for them. */
  readonly agentEmail: string | null;
  readonly answer: string | null;
  readonly extensionReason: string | null;
  readonly receivedAt: Date;
  readonly confirmedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly startedAt: Date | null;
  readonly extendedAt: Date | null;
  readonly closedAt: Date | null;
  readonly acknowledgeBy: Date | null;
  readonly answerBy: Date | null;
  readonly latestBy: Date | null;
};

/** The request of a mailed link; null for any other text. */
export async function findRequest(secret: string): Promise<FollowedRequest | null> {
  const hash = hashSecret(secret);
  const row = await db().dataRequest.findFirst({
    where: { OR: [{ tokenHash: hash }, { agentTokenHash: hash }] },
    select: { ...followed, tokenHash: true },
  });
  if (!row) return null;
  const { tokenHash, ...request } = row;
  const isAgentsLink = !Buffer.from(tokenHash).equals(Buffer.from(hash));
  return {
    ...request,
    kind: request.kind as RequestKind,
    law: request.law as RequestLaw,
    state: request.state as RequestStatus,
    isAgentsLink,
    agentEmail: isAgentsLink ? null : request.agentEmail,
  };
}

const followed = {
  kind: true,
  law: true,
  state: true,
  details: true,
  agentName: true,
  agentEmail: true,
  answer: true,
  extensionReason: true,
  receivedAt: true,
  confirmedAt: true,
  acknowledgedAt: true,
  startedAt: true,
  extendedAt: true,
  closedAt: true,
  acknowledgeBy: true,
  answerBy: true,
  latestBy: true,
} as const;
