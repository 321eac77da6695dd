import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";
import type { ContentOwner } from "./encrypt-content";

/** Most waiting marks; beyond that, losses are only counted and logged. */
const waitingMax = 5_000;
const batchMax = 500;

let waiting: { readonly owner: ContentOwner; readonly reason: string }[] = [];
let running: Promise<void> | null = null;

/** Records that content could not be stored, so that its readers are told. Best effort: it is tried once. */
export function markLost(owner: ContentOwner, reason: string): void {
  if (waiting.length >= waitingMax) return;
  waiting.push({ owner, reason });
  running ??= writeAll();
}

export async function drainLosses(): Promise<void> {
  while (running) await running;
}

async function writeAll(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  while (waiting.length > 0) {
    const batch = waiting.slice(0, batchMax);
    waiting = waiting.slice(batchMax);
    await write(batch).catch((error: unknown) => {
      log().warn({ event: "lost_content_unmarked", count: batch.length, ...errorFacts(error) });
    });
  }
  running = null;
}

async function write(batch: typeof waiting): Promise<void> {
  await sqlPool().query(
    `insert into lost_contents (workspace_id, generation_id, reason)
     select l.* from unnest($1::uuid[], $2::uuid[], $3::text[]) as l(workspace_id, generation_id, reason)
     join workspaces w on w.id = l.workspace_id and w.deleted_at is null
     on conflict (workspace_id, generation_id) do update set reason = excluded.reason`,
    [
      batch.map(({ owner }) => owner.workspaceId),
      batch.map(({ owner }) => owner.generationId),
      batch.map(({ reason }) => reason),
    ],
  );
}
