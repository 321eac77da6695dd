import "server-only";
import { sqlPool } from "@/lib/db/client";

type EventCount = {
  readonly kind: string;
  readonly name: string;
  readonly code: string | null;
  readonly events: number;
};

/** Reading more would cost each view too much. */
export const countedMax = 50_000;

/** The largest counts by name, over the newest events of the installation. No person, no workspace and no time. */
export async function countEvents(limit = 100): Promise<readonly EventCount[]> {
  const { rows } = await sqlPool().query<EventCount>(
    `select kind, name, code, count(*)::int as events
       from (select kind, name, code from interface_events order by id desc limit $1) newest
      group by 1, 2, 3 order by 4 desc, 1, 2, 3 limit $2`,
    [countedMax, limit],
  );
  return rows;
}
