import "server-only";
import { sqlPool } from "@/lib/db/client";
import { type EncryptedContent, reencryptContent } from "./internal/encrypt-content";

const pageSize = 200;
const named = 3;

export type ResealedContents = {
  /** Encrypted anew in this run. */
  readonly resealed: number;
  /** Encrypted with the key of today before. */
  readonly current: number;
  /** Those that neither key opens, and the first few of them. Left as they are. */
  readonly unreadable: number;
  readonly unreadableIds: readonly string[];
};

type ContentId = { readonly workspaceId: string; readonly generationId: string; readonly at: string };

/**
 * Encrypts every stored content with ENCRYPTION_KEY that ENCRYPTION_KEY_PREVIOUS opens, from the newest to the oldest, so
 * that `checkEncryption` sees by the oldest whether it came to its end. One content at a time in memory, each in a
 * statement of its own that changes nothing when the content was deleted meanwhile; the product may go on serving. A run
 * that was cut short is taken up by the next one, from `before` on, which `onPage` was told, or from the start.
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
      if (outcome !== "gone") counts[outcome] += 1;
      if (outcome === "unreadable" && unreadableIds.length < named) unreadableIds.push(id.generationId);
    }
    const last = page.at(-1);
    if (!last) break;
    onPage?.(counts.resealed + counts.current + counts.unreadable, last.at);
    page = await contentsBefore(last);
  }
  return { ...counts, unreadableIds };
}

/** After every id of the same moment. */
const beyondAll = {
  workspaceId: "ffffffff-ffff-ffff-ffff-ffffffffffff",
  generationId: "ffffffff-ffff-ffff-ffff-ffffffffffff",
};

/** The time as text: it keeps its digits. */
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

async function reseal(id: ContentId): Promise<"resealed" | "current" | "unreadable" | "gone"> {
  const { workspaceId, generationId } = id;
  const { rows } = await sqlPool().query<EncryptedContent>(
    "select nonce, ciphertext from prompt_logs where workspace_id = $1 and generation_id = $2",
    [workspaceId, generationId],
  );
  const content = rows[0];
  if (!content) return "gone";
  const owner = { workspaceId, generationId };
  // What opens is whole. Whatever the reason is that it does not, only another key could help.
  const anew = await reencryptContent(owner, content).catch(() => "unreadable" as const);
  if (anew === "unreadable") return anew;
  if (!anew) return "current";
  const { rowCount } = await sqlPool().query(
    `update prompt_logs set nonce = $3, ciphertext = $4
     where workspace_id = $1 and generation_id = $2 and nonce = $5`,
    [workspaceId, generationId, anew.nonce, anew.ciphertext, content.nonce],
  );
  return rowCount === 1 ? "resealed" : "gone";
}
