import "server-only";
import { db, transaction } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { type Clock, msPerHour, systemClock } from "@/lib/kernel/clock";
import { recordAudit } from "./record-audit";

/** What an operator looked at: an account's sheet, a purchase's, a data request's, or the account found by a search. */
export type OperatorView = {
  readonly workspaceId: string;
  readonly what: "account" | "purchase" | "data_request" | "search";
};

const actions = {
  account: "operator.viewed_account",
  purchase: "operator.viewed_purchase",
  data_request: "operator.viewed_data_request",
  search: "operator.found_account",
} as const;

/**
 * Records that an operator is about to see these accounts, before they are shown: what cannot be recorded is not shown.
 * The same look again within an hour is not recorded again.
 */
export async function recordOperatorViews(
  { userId }: Pick<Actor, "userId">,
  views: readonly OperatorView[],
  clock: Clock = systemClock,
): Promise<void> {
  const since = new Date(clock().getTime() - msPerHour);
  for (const { workspaceId, what } of views) {
    const action = actions[what];
    const where = { workspaceId, targetId: userId, action, createdAt: { gt: since } };
    if (await db().auditEvent.findFirst({ where, select: { id: true } })) continue;
    const entry = { workspaceId, actorUserId: userId, action, targetId: userId };
    await transaction((tx) => recordAudit(tx, entry));
  }
}

export type OperatorViewLine = {
  readonly id: string;
  readonly at: Date;
  readonly what: OperatorView["what"];
};

/** The newest looks of operators at the actor's workspace, for its owners and admins; none for members. */
export async function listOperatorViews(actor: Actor, limit = 20): Promise<readonly OperatorViewLine[]> {
  if (!isAdmin(actor)) return [];
  const rows = await db().auditEvent.findMany({
    where: { workspaceId: actor.workspaceId, action: { startsWith: "operator." } },
    orderBy: { id: "desc" },
    take: limit,
    select: { id: true, createdAt: true, action: true },
  });
  return rows.flatMap(({ id, createdAt, action }) => {
    const what = Object.entries(actions).find(([, name]) => name === action)?.[0];
    return what ? [{ id, at: createdAt, what: what as OperatorView["what"] }] : [];
  });
}
