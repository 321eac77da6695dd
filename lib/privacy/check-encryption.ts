import "server-only";
import { sqlPool } from "@/lib/db/client";
import { keyOf } from "./internal/encrypt-content";

/** Which key decrypts stored content: no content is stored, the current key, the previous one too, or neither. */
export type ContentKeys = "none" | "current" | "previous" | "unreadable";

/**
 * Tests the keys on the newest and the oldest content: a key change affects older content, and `resealContents` works
 * from the newest to the oldest. Decrypted content is discarded unread.
 */
export async function checkEncryption(): Promise<ContentKeys> {
  const [newest, oldest] = [await contentAt("desc"), await contentAt("asc")];
  if (!newest || !oldest) return "none";
  const keys = [newest, oldest].map((content) => keyOf(content, content));
  if (keys.includes(null)) return "unreadable";
  return keys.includes("previous") ? "previous" : "current";
}

type ContentRow = {
  readonly workspaceId: string;
  readonly generationId: string;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
};

async function contentAt(end: "asc" | "desc"): Promise<ContentRow | null> {
  const { rows } = await sqlPool().query<ContentRow>(
    `select workspace_id as "workspaceId", generation_id as "generationId", nonce, ciphertext
     from prompt_logs order by created_at ${end}, workspace_id ${end}, generation_id ${end} limit 1`,
  );
  return rows[0] ?? null;
}
