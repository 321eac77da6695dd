import "server-only";
import { sqlPool } from "@/lib/db/client";
import { msPerHour } from "@/lib/kernel/clock";

/** All workspaces are divided by their ids, and each part is summed completely once a day. */
export const parts = 24;
export const allParts: readonly number[] = Array.from({ length: parts }, (_, part) => part);

/** A little less than a day, so that an hourly run is never an hour late. */
const freshMs = 23 * msPerHour;
/** Most parts of one run: one, and what the runs missed that did not take place. */
const runMax = 4;

/**
 * The parts that are due, those that have waited the longest first. One that was summed in the future, by a clock that was
 * wrong, is due too.
 */
export async function readDueParts(now: Date): Promise<readonly number[]> {
  const { rows } = await sqlPool().query<{ part: number }>(
    `select n.part::int as part from generate_series(0, ${parts - 1}) as n (part)
       left join usage_parts p on p.part = n.part
      where p.summed_at is null or p.summed_at <= $1 or p.summed_at > $2
      order by p.summed_at nulls first, n.part limit ${runMax}`,
    [new Date(now.getTime() - freshMs), now],
  );
  return rows.map(({ part }) => part);
}

/** Records that parts were summed. A run of another process may have been later. */
export async function markParts(summed: readonly number[], now: Date): Promise<void> {
  await sqlPool().query(
    `insert into usage_parts (part, summed_at) select unnest($1::smallint[]), $2
     on conflict (part) do update set summed_at = excluded.summed_at`,
    [summed, now],
  );
}
