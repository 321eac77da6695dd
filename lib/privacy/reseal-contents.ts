import "server-only";
import { sqlPool } from "@/lib/db/client";
import { type EncryptedContent, reencryptContent } from "./internal/encrypt-content";

const pageSize = 200;
const named = 3;

export type ResealedContents = {
  /** Re-encrypted in this run. */
  readonly resealed: number;
  /** Already encrypted with the current key. */
  readonly current: number;
  /** Contents that neither key decrypts, and the ids of the first few. Left unchanged. */
  readonly unreadable: number;
  readonly unreadableIds: readonly string[];
};

type ContentId = { readonly workspaceId: string; readonly generationId: string; readonly at: string };

/**
 * Re-encrypts with ENCRYPTION_KEY every stored content that ENCRYPTION_KEY_PREVIOUS decrypts, from the newest to the
 * oldest, so that `checkEncryption` can tell by the oldest whether it finished. One content at a time is in memory, and
 * each has a separate statement that changes nothing when the content was deleted in the meantime; the product may keep
 * running. An interrupted run is continued from `before`, which `onPage` reported, or from the start.
 */
export async function resealContents({
  before,
  onPage,
}: {
  readonly before?: Date;
  readonly onPage?: (done: number, reached: string) => void;
} = {}): Promise<ResealedContents> {
  const counts = { resealed: 0, current: 0, unreadable: 0 };
  const unreadableIds: string[] = [];
  let page = await contentsBefore(before ? { at: before.toISOString(), ...beyondAll } : null);
  while (page.length > 0) {
    for (const id of page) {
      const outcome = await reseal(id);
      if (outcome !== "deleted") counts[outcome] += 1;
      if (outcome === "unreadable" && unreadableIds.length < named) unreadableIds.push(id.generationId);
    }
    const last = page.at(-1);
    if (!last) break;
    onPage?.(counts.resealed + counts.current + counts.unreadable, last.at);
    page = await contentsBefore(last);
  }
  return { ...counts, unreadableIds };
}

/** Greater than every id of the same moment. */
const beyondAll = {
  workspaceId: "ffffffff-ffff-ffff-ffff-ffffffffffff",
  generationId: "ffffffff-ffff-ffff-ffff-ffffffffffff",
};

/** The time as text, which keeps its digits. */
async function contentsBefore(last: ContentId | null): Promise<readonly ContentId[]> {
  const { rows } = await sqlPool().query<ContentId>(
    `select workspace_id as "workspaceId", generation_id as "generationId",
       to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
     from prompt_logs
     where $1::timestamptz is null or (created_at, workspace_id, generation_id) < ($1, $2::uuid, $3::uuid)
     order by created_at desc, workspace_id desc, generation_id desc limit ${pageSize}`,
    [last?.at ?? null, last?.workspaceId ?? null, last?.generationId ?? null],
  );
  return rows;
}

async function reseal(id: ContentId): Promise<"resealed" | "current" | "unreadable" | "deleted"> {
  const { workspaceId, generationId } = id;
  const { rows } = await sqlPool().query<EncryptedContent>(
    "select nonce, ciphertext from prompt_logs where workspace_id = $1 and generation_id = $2",
    [workspaceId, generationId],
  );
  const content = rows[0];
  if (!content) return "deleted";
  const owner = { workspaceId, generationId };
  // Content that decrypts is intact. Content that does not can only be helped by another key, whatever the reason.
  const reencrypted = await reencryptContent(owner, content).catch(() => "unreadable" as const);
  if (reencrypted === "unreadable") return reencrypted;
  if (!reencrypted) return "current";
  const { rowCount } = await sqlPool().query(
    `update prompt_logs set nonce = $3, ciphertext = $4
     where workspace_id = $1 and generation_id = $2 and nonce = $5`,
    [workspaceId, generationId, reencrypted.nonce, reencrypted.ciphertext, content.nonce],
  );
  return rowCount === 1 ? "resealed" : "deleted";
}
