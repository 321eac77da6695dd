import "server-only";
import { db, sqlPool } from "@/lib/db/client";
import type { OpenRequest, StepKind } from "./rules/change-request";
import { checkedSubjects } from "./rules/checked-subjects";
import type {
  IdentityCheck,
  RequestChannel,
  RequestKind,
  RequestLaw,
  RequestStatus,
} from "./rules/request-kinds";

export type RequestStep = {
  readonly id: string;
  readonly kind: StepKind;
  readonly subject: IdentityCheck | null;
  readonly note: string | null;
  readonly at: Date;
  /** The operator's address; "deleted account" is null with an `actorUserId`. */
  readonly actorEmail: string | null;
  readonly actorUserId: string | null;
};

export type RequestDetail = Omit<OpenRequest, "checked"> & {
  readonly id: string;
  readonly channel: RequestChannel;
  readonly email: string | null;
  readonly details: string | null;
  readonly agentName: string | null;
  readonly agentEmail: string | null;
  readonly answer: string | null;
  readonly extensionReason: string | null;
  readonly closedAt: Date | null;
  /** The workspace of the account, for its page in the operator area. Null without an account. */
  readonly workspaceId: string | null;
  readonly steps: readonly RequestStep[];
  /** What counts as checked, with the step that did. */
  readonly checks: ReadonlyMap<IdentityCheck, RequestStep>;
};

/** Steps that are shown: notes have no limit of their own. */
const stepsMax = 200;

/** A request of the queue with its log, oldest line first. For operators: the caller checks that before. */
export async function getRequest(id: string): Promise<RequestDetail | null> {
  const row = await db().dataRequest.findFirst({ where: { id, NOT: { state: "unconfirmed" } } });
  if (!row?.acknowledgeBy || !row.answerBy || !row.latestBy) return null;
  const { tokenHash: _, agentTokenHash, userId, acknowledgeBy, answerBy, latestBy, ...request } = row;
  const [steps, workspaceId] = await Promise.all([readSteps(id), userId ? workspaceOf(userId) : null]);
  return {
    ...request,
    acknowledgeBy,
    answerBy,
    latestBy,
    channel: request.channel as RequestChannel,
    kind: request.kind as RequestKind,
    law: request.law as RequestLaw,
    state: request.state as RequestStatus,
    hasAgent: agentTokenHash !== null,
    workspaceId,
    steps,
    checks: checkedSubjects(steps),
  };
}

async function readSteps(id: string): Promise<readonly RequestStep[]> {
  const { rows } = await sqlPool().query<RequestStep>(
    `select * from (
       select s.id, s.kind, s.subject, s.note, s.created_at as at, s.actor_user_id as "actorUserId", u.email as "actorEmail"
         from data_request_steps s left join users u on u.id = s.actor_user_id
        where s.data_request_id = $1 order by s.id desc limit $2) newest
      order by id`,
    [id, stepsMax],
  );
  return rows;
}

async function workspaceOf(userId: string): Promise<string | null> {
  const { rows } = await sqlPool().query<{ id: string }>(
    "select id from workspaces where personal_user_id = $1 and deleted_at is null",
    [userId],
  );
  return rows[0]?.id ?? null;
}
