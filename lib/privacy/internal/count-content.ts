import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { bounded, type BoundedCount, countMax } from "../rules/bounded-count";
import { contentKeptAfter } from "./kept-content";

export type ContentCount = BoundedCount & { readonly oldest: Date | null };

/** Counts the kept content of a workspace, the oldest first. Reads no more rows than it counts. */
export async function countContent(tx: Pick<Tx, "$queryRaw">, workspaceId: string): Promise<ContentCount> {
  const after = await contentKeptAfter(workspaceId, tx);
  if (!after) return { count: 0, more: false, oldest: null };
  const rows = await tx.$queryRaw<{ total: number; oldest: Date | null }[]>`
    select count(*)::int as total, min(created_at) as oldest from (
      select created_at from prompt_logs
       where workspace_id = ${workspaceId}::uuid and created_at > ${after}
       order by generation_id limit ${countMax + 1}
    ) kept`;
  return { ...bounded(rows[0]?.total ?? 0), oldest: rows[0]?.oldest ?? null };
}

/** Counts outside of a transaction. */
export function countStoredContent(workspaceId: string): Promise<ContentCount> {
  return countContent(db(), workspaceId);
}
