import "server-only";
import { sqlPool } from "@/lib/db/client";
import { decryptContent } from "./internal/encrypt-content";
import { idsInRange } from "./internal/content-in-range";
import { contentKeptAfter } from "./internal/kept-content";
import type { ContentRange } from "./rules/content-days";
import { parseContent, type StoredContent } from "./rules/parse-content";

export type ExportedContent = {
  readonly generationId: string;
  readonly createdAt: Date;
  /** Null when no available key decrypts it, or when it is damaged. */
  readonly content: StoredContent | null;
};

type StoredRow = {
  readonly generationId: string;
  readonly createdAt: Date;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
};

/**
 * The stored content of a workspace that counts as kept, of a range of time or all, oldest first, decrypted one by one: each may have megabytes. The
 * caller has checked that its reader may have it, and records that it was read. What cannot be decrypted is there without
 * its content, so that no one takes the rest for everything.
 */
export async function* exportContents(
  workspaceId: string,
  range: ContentRange | null = null,
): AsyncGenerator<ExportedContent> {
  const { low, high } = range ? idsInRange(range) : { low: null, high: null };
  let last = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    // Asked for each: what is deleted while this runs is not given any more.
    const after = await contentKeptAfter(workspaceId);
    if (!after) return;
    const { rows } = await sqlPool().query<StoredRow>(
      `select generation_id as "generationId", created_at as "createdAt", nonce, ciphertext
         from prompt_logs where workspace_id = $1 and generation_id > $2 and created_at > $3
          and ($4::timestamptz is null or (created_at >= $4 and created_at < $5))
          and ($6::uuid is null or (generation_id >= $6 and generation_id < $7::uuid))
        order by generation_id limit 1`,
      [workspaceId, last, after, range?.from ?? null, range?.to ?? null, low, high],
    );
    const row = rows[0];
    if (!row) return;
    last = row.generationId;
    const { generationId, createdAt } = row;
    yield { generationId, createdAt, content: opened(workspaceId, row) };
  }
}

/** How many `exportContents` will give. */
export async function countContents(workspaceId: string): Promise<number> {
  const after = await contentKeptAfter(workspaceId);
  if (!after) return 0;
  const { rows } = await sqlPool().query<{ count: bigint }>(
    "select count(*) as count from prompt_logs where workspace_id = $1 and created_at > $2",
    [workspaceId, after],
  );
  return Number(rows[0]?.count ?? 0n);
}

function opened(workspaceId: string, row: StoredRow): StoredContent | null {
  try {
    return parseContent(decryptContent({ workspaceId, generationId: row.generationId }, row));
  } catch {
    return null;
  }
}
