import "server-only";
import type { PoolClient } from "pg";
import { awaitedReason } from "./rules/lost-reasons";

/** Content of one generation, already encrypted: no code on the way to the database can read it. */
export type EncryptedPromptLog = {
  readonly workspaceId: string;
  readonly generationId: string;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  /** When its request arrived, as `performance.now()` of this process. */
  readonly beganMs: number;
};

/** The subject of the receipt that deleting all content of a workspace writes. */
export const deletedContentSubject = "prompt_logs";

/**
 * Stores content in the caller's transaction, except content of deleted workspaces and of those whose content was
 * deleted as a whole, or whose requests were removed, after the request arrived. The workspaces' rows are locked first: a deletion either came before
 * and is seen, or comes later and deletes these rows too. Content that is already stored stays as it is.
 */
export async function storePromptLogs(
  client: PoolClient,
  logs: readonly EncryptedPromptLog[],
  { lockMsMax }: { readonly lockMsMax: number },
): Promise<void> {
  await client.query("select set_config('lock_timeout', $1, true)", [`${lockMsMax}ms`]);
  // A separate statement: the insert must see what was committed while the lock was awaited.
  const { rows } = await client.query<{ id: string }>(
    "select id from workspaces where id = any($1::uuid[]) and deleted_at is null order by id for share",
    [[...new Set(logs.map(({ workspaceId }) => workspaceId))]],
  );
  const living = new Set(rows.map(({ id }) => id));
  const kept = logs.filter(({ workspaceId }) => living.has(workspaceId));
  if (kept.length > 0) await client.query(insertStatement, insertValues(kept));
  // Also for content that is not stored because its owner deleted it: it is no longer awaited.
  await client.query(
    `delete from lost_contents l using unnest($1::uuid[], $2::uuid[]) as s(workspace_id, generation_id)
     where l.workspace_id = s.workspace_id and l.generation_id = s.generation_id and l.reason = '${awaitedReason}'`,
    [logs.map(({ workspaceId }) => workspaceId), logs.map(({ generationId }) => generationId)],
  );
}

/** An age grows on its way to the database; a deletion in that time must not appear to come before the request. */
const transitMsMax = 100;

/** The ciphertexts are sent as one binary parameter; an array would be sent as hexadecimal digits. */
const insertStatement = `
  insert into prompt_logs (workspace_id, generation_id, nonce, ciphertext)
  select l.workspace_id, l.generation_id, l.nonce, substr($4::bytea, l.start, l.length)
  from unnest($1::uuid[], $2::uuid[], $3::bytea[], $5::int[], $6::int[], $7::float8[])
    as l(workspace_id, generation_id, nonce, start, length, age_ms)
  where not exists (
    select from purge_receipts r
    where r.workspace_id = l.workspace_id and r.subject = '${deletedContentSubject}'
      and r.created_at >= clock_timestamp() - make_interval(secs => (l.age_ms + ${transitMsMax}) / 1000)
  ) and not exists (
    select from privacy_settings s
    where s.workspace_id = l.workspace_id
      and s.removed_before >= clock_timestamp() - make_interval(secs => (l.age_ms + ${transitMsMax}) / 1000)
  )
  on conflict do nothing`;

function insertValues(logs: readonly EncryptedPromptLog[]): unknown[] {
  // Computed only now, after the lock: an earlier age would omit the time spent waiting for it.
  const nowMs = performance.now();
  let end = 1;
  const starts = logs.map(({ ciphertext }) => {
    const start = end;
    end += ciphertext.length;
    return start;
  });
  return [
    logs.map(({ workspaceId }) => workspaceId),
    logs.map(({ generationId }) => generationId),
    logs.map(({ nonce }) => Buffer.from(nonce)),
    joined(logs.map(({ ciphertext }) => ciphertext)),
    starts,
    logs.map(({ ciphertext }) => ciphertext.length),
    logs.map(({ beganMs }) => nowMs - beganMs),
  ];
}

/** A large content has a batch to itself, and is not copied. */
function joined([first, ...others]: readonly Uint8Array[]): Uint8Array {
  return first && others.length === 0 ? first : Buffer.concat(first ? [first, ...others] : []);
}
