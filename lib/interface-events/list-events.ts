import "server-only";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { type Page, pageSizeMax } from "@/lib/kernel/page";
import { eventWords } from "./rules/event-names";

export type EventLine = { readonly id: string; readonly at: Date; readonly words: string };

/** The actor's own events, newest first. No one else can list them. */
export async function listEvents(
  { userId }: Pick<Actor, "userId">,
  { cursor, limit = 10 }: { readonly cursor?: string | undefined; readonly limit?: number } = {},
): Promise<Page<EventLine>> {
  const take = Math.min(limit, pageSizeMax);
  const found = await db().interfaceEvent.findMany({
    where: { userId, ...(cursor !== undefined && { id: { lt: cursor } }) },
    orderBy: { id: "desc" },
    take: take + 1,
    select: { id: true, kind: true, name: true, code: true, createdAt: true },
  });
  const rows = found.slice(0, take).map(({ id, createdAt, ...event }) => ({
    id,
    at: createdAt,
    words: eventWords(event),
  }));
  return { rows, nextCursor: found.length > take ? (rows.at(-1)?.id ?? null) : null };
}
