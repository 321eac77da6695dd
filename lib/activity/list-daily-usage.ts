import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import { refreshUsage } from "./fold-usage";

/** A workspace's usage of one model at one provider on one day. */
export type DailyUsage = {
  /** "YYYY-MM-DD", in UTC. */
  readonly day: string;
  readonly model: string;
  readonly provider: string;
  readonly requests: bigint;
  readonly promptTokens: bigint;
  readonly completionTokens: bigint;
  readonly reasoningTokens: bigint;
  readonly costNanos: Nanos;
};

export type DailyUsageFilter = {
  /** First and last UTC day, both included. */
  readonly from: string;
  readonly to: string;
  /** Public id of a key; omit for all keys. */
  readonly keyHash: string | null;
  /** Only usage of keys that this person created, deleted ones too; omit for everyone's. */
  readonly memberId: string | null;
};

/** Sums per UTC day, model and provider, newest day first, from the roll-up, whatever zone the workspace reports in. */
export async function listDailyUsage(workspaceId: string, filter: DailyUsageFilter): Promise<DailyUsage[]> {
  await refreshUsage();
  const { rows } = await sqlPool().query<DailyUsage>(
    `select (u.span_start at time zone 'UTC')::date as day, u.model, u.provider, sum(u.requests)::bigint as requests,
            sum(u.prompt_tokens)::bigint as "promptTokens", sum(u.completion_tokens)::bigint as "completionTokens",
            sum(u.reasoning_tokens)::bigint as "reasoningTokens", sum(u.cost_nanos)::bigint as "costNanos"
       from usage_days u
      where u.workspace_id = $1 and u.span_start >= $2::date::timestamp at time zone 'UTC'
        and u.span_start < ($3::date + 1)::timestamp at time zone 'UTC'
        and ($4::text is null or u.key_id in (select k.id from api_keys k where k.workspace_id = $1 and k.hash = $4))
        and ($5::uuid is null
             or u.key_id in (select k.id from api_keys k where k.workspace_id = $1 and k.creator_user_id = $5))
      group by 1, u.model, u.provider
      order by 1 desc, u.model, u.provider`,
    [workspaceId, filter.from, filter.to, filter.keyHash, filter.memberId],
  );
  return rows;
}
