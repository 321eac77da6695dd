import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import { refreshUsage } from "./fold-usage";

/** What a workspace used of one model at one provider in one day. */
export type DailyUsage = {
  /** "YYYY-MM-DD". */
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
  /** First and last day, both included. */
  readonly from: string;
  readonly to: string;
  /** Public id of a key; all keys without it. */
  readonly keyHash: string | null;
};

/** Sums per day, model and provider, newest day first, from the roll-up; its days are those of the reporting zone. */
export async function listDailyUsage(workspaceId: string, filter: DailyUsageFilter): Promise<DailyUsage[]> {
  await refreshUsage();
  const { rows } = await sqlPool().query<DailyUsage>(
    `select u.day, u.model, u.provider, sum(u.requests)::bigint as requests,
            sum(u.prompt_tokens)::bigint as "promptTokens", sum(u.completion_tokens)::bigint as "completionTokens",
            sum(u.reasoning_tokens)::bigint as "reasoningTokens", sum(u.cost_nanos)::bigint as "costNanos"
       from usage_days u
      where u.workspace_id = $1 and u.day between $2::date and $3::date
        and ($4::text is null or u.key_id in (select k.id from api_keys k where k.workspace_id = $1 and k.hash = $4))
      group by u.day, u.model, u.provider
      order by u.day desc, u.model, u.provider`,
    [workspaceId, filter.from, filter.to, filter.keyHash],
  );
  return rows;
}
