import "server-only";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { type Page, pageSizeMax } from "@/lib/kernel/page";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";

export type PromptLogEntry = {
  readonly generationId: string;
  readonly createdAt: Date;
  readonly sizeBytes: number;
};

/** Which generations have stored content, newest first: ids and sizes, never the content. Admins only (P3). */
export async function listPromptLogs(
  actor: Actor,
  { cursor, limit = 25 }: { cursor?: string; limit?: number } = {},
): Promise<Outcome<Page<PromptLogEntry>, "not_allowed">> {
  if (!isAdmin(actor)) return fail("not_allowed");
  const take = Math.min(limit, pageSizeMax);
  const rows = await db().$queryRaw<{ generation_id: string; created_at: Date; size: number }[]>`
    select generation_id::text, created_at, octet_length(ciphertext) as size
    from prompt_logs
    where workspace_id = ${actor.workspaceId}::uuid and generation_id < coalesce(${cursor ?? null}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    order by generation_id desc limit ${take + 1}`;
  const page = rows.slice(0, take).map((row) => ({
    generationId: row.generation_id,
    createdAt: row.created_at,
    sizeBytes: row.size,
  }));
  return ok({ rows: page, nextCursor: rows.length > take ? (page.at(-1)?.generationId ?? null) : null });
}
