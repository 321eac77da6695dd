import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { sqlTransaction } from "@/lib/db/client";
import { isLockTimeout, isTransient } from "@/lib/db/database-errors";
import { BusyKeys, fairQueue } from "@/lib/kernel/fair-queue";
import { pauseAfter } from "@/lib/kernel/retry-schedule";
import type { Redacted } from "@/lib/kernel/redacted";
import { type ContentOwner, encryptContent, type EncryptedContent } from "./internal/encrypt-content";
import { drainLosses, markLost } from "./internal/mark-lost";
import { approximateBytes, jsonPieces } from "./rules/json-pieces";
import { storePromptLogs } from "./store-prompt-logs";

/** Most bytes waiting to be stored, for one workspace and for this process. */
const workspaceBytesMax = 32_000_000;
const processBytesMax = 96_000_000;
/** Most bytes and contents of one transaction; a larger content gets one to itself. */
const flushBytesMax = 8_000_000;
const flushItemsMax = 100;

type QueuedContent = {
  readonly owner: ContentOwner;
  readonly bytes: number;
  /** When its request arrived: deleting all content after that also discards this one. */
  readonly beganMs: number;
  /** In plain form until its turn comes, encrypted from then on. */
  content: Redacted<unknown> | EncryptedContent;
};

const bytesOfWorkspace = new Map<string, number>();
let queuedBytes = 0;
let lost = 0;

/** On ordinary connections, so that large contents do not occupy the connections that move money. */
const queue = fairQueue<QueuedContent, void>({
  keyOf: ({ owner }) => owner.workspaceId,
  itemsMax: flushItemsMax,
  lanesMax: 2,
  bytesOf: ({ bytes }) => bytes,
  bytesMax: flushBytesMax,
  isItemError: () => true,
  flush: store,
});

/**
 * Stores the input and output of a request, encrypted, some time after this returns. For workspaces that had opted in,
 * and after the settlement of the generation. Content that does not fit into the queue, or that the database rejects,
 * is counted and marked as lost, so that the page can say so. Content is not stored when its workspace is deleted in
 * the meantime, or when all content of the workspace is deleted after the request arrived: what its owner deletes stays
 * deleted, even while a stream continues. `beganMs` is the arrival, as `performance.now()` of this process.
 */
export function keepContent(owner: ContentOwner, content: Redacted<unknown>, beganMs: number): void {
  const bytes = sizeOf(content);
  if (bytes === null) {
    recordLoss(owner, "unreadable");
    return;
  }
  const ofWorkspace = (bytesOfWorkspace.get(owner.workspaceId) ?? 0) + bytes;
  if (ofWorkspace > workspaceBytesMax || queuedBytes + bytes > processBytesMax) {
    recordLoss(owner, "queue_full");
    return;
  }
  bytesOfWorkspace.set(owner.workspaceId, ofWorkspace);
  queuedBytes += bytes;
  queue
    .add({ owner, bytes, beganMs, content })
    .catch((error: unknown) => recordLoss(owner, "refused", error))
    .finally(() => leaveQueue(owner, bytes));
}

/** Null for a value that is nested too deeply to be traversed, and thus to be written. */
function sizeOf(content: Redacted<unknown>): number | null {
  try {
    return approximateBytes(content.expose());
  } catch {
    return null;
  }
}

/** Resolves when no content waits to be stored or marked as lost. */
export async function drainContent(): Promise<void> {
  await queue.drain();
  await drainLosses();
}

/** For this process: waiting bytes, and contents lost since it started. */
export function contentFigures(): { readonly queuedBytes: number; readonly lost: number } {
  return { queuedBytes, lost };
}

function leaveQueue({ workspaceId }: ContentOwner, bytes: number): void {
  queuedBytes -= bytes;
  const left = (bytesOfWorkspace.get(workspaceId) ?? 0) - bytes;
  if (left > 0) bytesOfWorkspace.set(workspaceId, left);
  else bytesOfWorkspace.delete(workspaceId);
}

function recordLoss(owner: ContentOwner, reason: string, error?: unknown): void {
  lost += 1;
  const facts = error === undefined ? {} : errorFacts(error);
  log().error({ event: "content_lost", ...owner, reason, ...facts });
  markLost(owner, reason);
}

/** Retries while the database is unavailable: the waiting content is bounded, and so is the loss. */
async function store(
  items: readonly QueuedContent[],
  { patient }: { readonly patient: boolean },
): Promise<undefined[]> {
  for (const item of items) {
    if (!("ciphertext" in item.content)) item.content = await encrypted(item.owner, item.content);
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      const logs = items.flatMap(({ owner, beganMs, content }) =>
        "ciphertext" in content ? [{ ...owner, ...content, beganMs }] : [],
      );
      await sqlTransaction((client) => storePromptLogs(client, logs, { lockMsMax: patient ? 5_000 : 100 }));
      return items.map(() => undefined);
    } catch (error) {
      // One of the workspaces is locked; in separate lanes, only that one waits.
      if (isLockTimeout(error) && !patient) throw new BusyKeys(new Set());
      if (!isTransient(error)) throw error;
      log().warn({ event: "content_retry", attempt, count: items.length, ...errorFacts(error) });
      await pauseAfter(attempt);
    }
  }
}

/** Encrypts opted-in content, in steps that leave the event loop free in between. */
function encrypted(owner: ContentOwner, content: Redacted<unknown>): Promise<EncryptedContent> {
  return encryptContent(owner, jsonPieces(content.expose()));
}
