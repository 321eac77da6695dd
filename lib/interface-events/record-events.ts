import "server-only";
import { uuidv7 } from "uuidv7";
import { sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import type { InterfaceEvent } from "./rules/event-names";

/** Beyond this many events of one person, new ones are dropped until old ones expire. */
const perPersonMax = 5_000;

/**
 * Records events of one person, if the open workspace collects them when this statement runs, the person did not turn them
 * off, and the account is not deleted: it waits for a choice or a deletion that is running. Someone who has very many events gets no more. Returns how many were
 * recorded.
 */
export async function recordEvents(
  { userId, workspaceId }: Pick<Actor, "userId" | "workspaceId">,
  events: readonly InterfaceEvent[],
): Promise<number> {
  if (events.length === 0) return 0;
  const { rowCount } = await sqlPool().query(
    `with person as (
       select id from users where id = $1 and deleted_at is null and not interface_events_off for share
     )
     insert into interface_events (id, user_id, kind, name, code)
     select e.id, p.id, e.kind, e.name, e.code
       from person p, unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) as e (id, kind, name, code)
      where exists (select from privacy_settings where workspace_id = $2 and optional_data)
        and (select count(*) from (select from interface_events where user_id = $1 limit $7) own) < $7`,
    [
      userId,
      workspaceId,
      events.map(() => uuidv7()),
      events.map(({ kind }) => kind),
      events.map(({ name }) => name),
      events.map((event) => (event.kind === "action" ? event.code : null)),
      perPersonMax,
    ],
  );
  return rowCount ?? 0;
}
