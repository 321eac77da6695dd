import "server-only";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { type Page, pageSizeMax } from "@/lib/kernel/page";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { idsInRange } from "./internal/content-in-range";
import { contentKeptAfter } from "./internal/kept-content";
import type { ContentRange } from "./rules/content-days";
import { awaitedMinutes, awaitedReason } from "./rules/lost-reasons";

export type PromptLogEntry = {
  readonly generationId: string;
  readonly createdAt: Date;
  /** Null: the content could not be stored. */
  readonly sizeBytes: number | null;
};

type ContentSearch = {
  readonly cursor?: string | undefined;
  /** Only this one. */
  readonly generationId?: string | null;
  /** Only those that were stored in this time. */
  readonly range?: ContentRange | null;
  readonly limit?: number;
};

/**
 * The generations whose content is stored or could not be stored, newest first: ids and sizes, never the content.
 * Admins only.
 */
export async function listPromptLogs(
  actor: Actor,
  { cursor, generationId = null, range = null, limit = 25 }: ContentSearch = {},
): Promise<Outcome<Page<PromptLogEntry>, "not_allowed">> {
  if (!isAdmin(actor)) return fail("not_allowed");
  const after = await contentKeptAfter(actor.workspaceId);
  if (!after) return ok({ rows: [], nextCursor: null });
  const take = Math.min(limit, pageSizeMax);
  const before = cursor ?? "ffffffff-ffff-ffff-ffff-ffffffffffff";
  const { low, high } = range ? idsInRange(range) : { low: null, high: null };
  const [from, to] = [range?.from ?? null, range?.to ?? null];
  const rows = await db().$queryRaw<{ generation_id: string; created_at: Date; size: number | null }[]>`
    select generation_id::text, created_at, size from (
      (select generation_id, created_at, octet_length(ciphertext) as size from prompt_logs
       where workspace_id = ${actor.workspaceId}::uuid and generation_id < ${before}::uuid and created_at > ${after}
         and (${generationId}::uuid is null or generation_id = ${generationId}::uuid)
         and (${low}::uuid is null or (generation_id >= ${low}::uuid and generation_id < ${high}::uuid))
         and (${from}::timestamptz is null or (created_at >= ${from} and created_at < ${to}))
       order by generation_id desc limit ${take + 1})
      union all
      (select generation_id, created_at, null from lost_contents
       where workspace_id = ${actor.workspaceId}::uuid and generation_id < ${before}::uuid and created_at > ${after}
         and (${generationId}::uuid is null or generation_id = ${generationId}::uuid)
         and (${low}::uuid is null or (generation_id >= ${low}::uuid and generation_id < ${high}::uuid))
         and (${from}::timestamptz is null or (created_at >= ${from} and created_at < ${to}))
         and (reason <> ${awaitedReason} or created_at < now() - make_interval(mins => ${awaitedMinutes}::int))
       order by generation_id desc limit ${take + 1})
    ) entries
    order by generation_id desc limit ${take + 1}`;
  const page = rows.slice(0, take).map((row) => ({
    generationId: row.generation_id,
    createdAt: row.created_at,
    sizeBytes: row.size,
  }));
  return ok({ rows: page, nextCursor: rows.length > take ? (page.at(-1)?.generationId ?? null) : null });
}
