import "server-only";
import type { PoolClient } from "pg";
import type { PreparedStatement } from "@/lib/db/run-prepared";

/** Content of one generation, already encrypted: nothing on the way to the database can read it. */
export type EncryptedPromptLog = {
  readonly workspaceId: string;
  readonly generationId: string;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
};

/** Stores opted-in content (P3) in the transaction that records its generations. */
export async function storePromptLogs(
  client: PoolClient,
  logs: readonly EncryptedPromptLog[],
): Promise<void> {
  if (logs.length === 0) return;
  const { text, values } = promptLogStatement(logs);
  await client.query(text, values);
}

/** The same as a statement, for a caller that sends it along with others. */
export function promptLogStatement(logs: readonly EncryptedPromptLog[]): PreparedStatement {
  return {
    name: "store_prompt_logs",
    text: `insert into prompt_logs (workspace_id, generation_id, nonce, ciphertext)
           select * from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[])`,
    values: [
      logs.map(({ workspaceId }) => workspaceId),
      logs.map(({ generationId }) => generationId),
      logs.map(({ nonce }) => Buffer.from(nonce)),
      logs.map(({ ciphertext }) => Buffer.from(ciphertext)),
    ],
  };
}
