import "server-only";
import { sqlPool } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { foldUsage } from "./fold-usage";

const measures = [
  "requests",
  "errors",
  "prompt_tokens",
  "completion_tokens",
  "reasoning_tokens",
  "cached_tokens",
  "cost_nanos",
];

/**
 * Removes end users' names from the roll-ups once the rows that held them are past the workspace's retention. Their
 * sums then count as requests without a name, so that no total changes. A name is removed when the last moment of its
 * day is past; without retention it is removed immediately, and so are names of requests that a shorter retention removed,
 * unless a later request of the same day has the name. Returns how many sums lost their name.
 */
export async function forgetEndUsers(): Promise<number> {
  await foldUsage();
  let total = 0;
  for (const statement of [
    forget("usage_dimension_days", "span_start", "24 hours"),
    forget("usage_quarter_hours", "quarter_hour", "15 minutes"),
  ]) {
    const forgotten = await deleteInBatches(async (size) => {
      const { rows } = await sqlPool().query<{ forgotten: number }>(statement, [size]);
      return rows[0]?.forgotten ?? 0;
    });
    total += forgotten.rows;
  }
  return total;
}

/** `length` is the most by which the requests of one sum reach beyond its start. */
function forget(table: string, start: string, length: string): string {
  const columns = measures.join(", ");
  return `
    with due as (
      select u.ctid from ${table} u left join privacy_settings p on p.workspace_id = u.workspace_id
       where u.dimension = 'end_user' and u.value <> '' and u.${start} < now() and
             (case coalesce(p.retention, 'd30')
               when 'none' then true
               when 'd90' then u.${start} < now() - interval '90 days' - interval '${length}'
               else u.${start} < now() - interval '30 days' - interval '${length}'
             end or u.${start} < p.removed_before and not exists (
               select from generations g
                where g.workspace_id = u.workspace_id and g.end_user = u.value and g.created_at >= p.removed_before
                  and g.created_at >= u.${start} and g.created_at < u.${start} + interval '${length}'))
       limit $1
    ), gone as (
      delete from ${table} where ctid = any (array(select ctid from due)) returning *
    ), kept as (
      insert into ${table} (workspace_id, dimension, ${start}, value, ${columns})
      select workspace_id, 'end_user', ${start}, '', ${measures.map((name) => `sum(${name})::bigint`).join(", ")}
        from gone group by workspace_id, ${start} order by workspace_id, ${start}
      on conflict (workspace_id, dimension, ${start}, value)
        do update set ${measures.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(", ")}
    )
    select count(*)::int as forgotten from gone`;
}
