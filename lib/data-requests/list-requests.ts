import "server-only";
import { sqlPool } from "@/lib/db/client";
import { type Page, pageSizeMax } from "@/lib/kernel/page";
import type { RequestKind, RequestLaw, RequestStatus } from "./rules/request-kinds";

export const queueFilters = ["open", "closed"] as const;
export type QueueFilter = (typeof queueFilters)[number];

export type QueueRow = {
  readonly id: string;
  /** Null once the account is deleted. */
  readonly email: string | null;
  readonly kind: RequestKind;
  readonly law: RequestLaw;
  readonly state: RequestStatus;
  readonly hasAgent: boolean;
  readonly receivedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly extendedAt: Date | null;
  /** Null for closed requests. */
  readonly nextDueAt: Date | null;
  readonly closedAt: Date | null;
};

type Query = { readonly filter?: QueueFilter; readonly cursor?: string; readonly limit?: number };

/**
 * Requests of the queue: open ones by their next deadline, closed ones by when they were closed, the last first. The
 * cursor is the id of the last row; a row that has left the list meanwhile starts it over. For operators: the caller
 * checks that before.
 */
export async function listRequests({ filter = "open", cursor, limit = 50 }: Query = {}): Promise<
  Page<QueueRow>
> {
  const size = Math.min(limit, pageSizeMax);
  const { after, order } = lists[filter];
  const { rows } = await sqlPool().query<QueueRow>(
    `with cursor as (select id, next_due_at, closed_at from data_requests where id = $1::uuid)
     select r.id, r.email, r.kind, r.law, r.state, r.agent_token_hash is not null as "hasAgent",
            r.received_at as "receivedAt", r.acknowledged_at as "acknowledgedAt", r.extended_at as "extendedAt",
            r.next_due_at as "nextDueAt", r.closed_at as "closedAt"
       from data_requests r left join cursor c on true
      where ${after} order by ${order} limit $2`,
    [cursor ?? null, size + 1],
  );
  const page = rows.slice(0, size);
  return { rows: page, nextCursor: rows.length > size ? (page.at(-1)?.id ?? null) : null };
}

const lists: Readonly<Record<QueueFilter, { readonly after: string; readonly order: string }>> = {
  open: {
    after:
      "r.next_due_at is not null and (c.next_due_at is null or (r.next_due_at, r.id) > (c.next_due_at, c.id))",
    order: "r.next_due_at, r.id",
  },
  closed: {
    after: "r.closed_at is not null and (c.closed_at is null or (r.closed_at, r.id) < (c.closed_at, c.id))",
    order: "r.closed_at desc, r.id desc",
  },
};
