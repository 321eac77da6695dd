import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { sqlTransaction } from "@/lib/db/client";
import { isLockTimeout, isTransient } from "@/lib/db/transient-errors";
import { BusyKeys, fairQueue } from "@/lib/kernel/fair-queue";
import { pauseAfter } from "@/lib/kernel/retry-pause";
import type { Redacted } from "@/lib/kernel/redacted";
import { encryptPromptLog } from "./encrypt-prompt-log";
import type { ContentOwner, EncryptedContent } from "./internal/encrypt-content";
import { drainLosses, markLost } from "./internal/mark-lost";
import { approximateBytes } from "./rules/json-pieces";
import { storePromptLogs } from "./store-prompt-logs";

/** Most bytes that wait to be stored, of one workspace and in this process. */
const workspaceBytesMax = 32_000_000;
const processBytesMax = 96_000_000;
/** Most bytes and contents of one transaction; a larger content goes alone. */
const flushBytesMax = 8_000_000;
const flushItemsMax = 100;

type QueuedContent = {
  readonly owner: ContentOwner;
  readonly bytes: number;
  /** When its request had come: what deletes content after that moment takes this one too. */
  readonly beganMs: number;
  /** Readable until its turn comes, encrypted from then on. */
  content: Redacted<unknown> | EncryptedContent;
};

const bytesOfWorkspace = new Map<string, number>();
let queuedBytes = 0;
let lost = 0;

/** On ordinary connections, so that contents, however large, leave the connections of the money alone. */
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
 * Stores what a request said and was answered, encrypted, some time after this returns. For workspaces that had opted
 * in, and after the settlement of the generation. What does not fit into the queue, or is refused by the database, is
 * counted and marked as lost, so that its absence can be told. Content of a workspace that is deleted meanwhile, or
 * whose content is deleted as a whole after the request had come, is not stored: what its owner deletes stays deleted,
 * also while a stream goes on. `beganMs` is that moment, as `performance.now()` of this process.
 */
export function keepContent(owner: ContentOwner, content: Redacted<unknown>, beganMs: number): void {
  const bytes = sizeOf(content);
  if (bytes === null) {
    lose(owner, "unreadable");
    return;
  }
  const ofWorkspace = (bytesOfWorkspace.get(owner.workspaceId) ?? 0) + bytes;
  if (ofWorkspace > workspaceBytesMax || queuedBytes + bytes > processBytesMax) {
    lose(owner, "queue_full");
    return;
  }
  bytesOfWorkspace.set(owner.workspaceId, ofWorkspace);
  queuedBytes += bytes;
  queue
    .add({ owner, bytes, beganMs, content })
    .catch((error: unknown) => lose(owner, "refused", error))
    .finally(() => leaveQueue(owner, bytes));
}

/** Null for what is nested too deeply to be walked, and so to be written. */
function sizeOf(content: Redacted<unknown>): number | null {
  try {
    return approximateBytes(content.expose());
  } catch {
    return null;
  }
}

/** Resolves when nothing waits to be stored or to be marked as lost. */
export async function drainContent(): Promise<void> {
  await queue.drain();
  await drainLosses();
}

/** Of this process: bytes that wait, and contents that were lost since it began. */
export function contentFigures(): { readonly queuedBytes: number; readonly lost: number } {
  return { queuedBytes, lost };
}

function leaveQueue({ workspaceId }: ContentOwner, bytes: number): void {
  queuedBytes -= bytes;
  const left = (bytesOfWorkspace.get(workspaceId) ?? 0) - bytes;
  if (left > 0) bytesOfWorkspace.set(workspaceId, left);
  else bytesOfWorkspace.delete(workspaceId);
}

function lose(owner: ContentOwner, reason: string, error?: unknown): void {
  lost += 1;
  const facts = error === undefined ? {} : errorFacts(error);
  log().error({ event: "content_lost", ...owner, reason, ...facts });
  markLost(owner, reason);
}

/** Goes on trying while the database is away: what waits is bounded, and so is what is lost then. */
async function store(
  items: readonly QueuedContent[],
  { patient }: { readonly patient: boolean },
): Promise<undefined[]> {
  for (const item of items) {
    if (!("ciphertext" in item.content)) item.content = await encryptPromptLog(item.owner, item.content);
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      const logs = items.flatMap(({ owner, beganMs, content }) =>
        "ciphertext" in content ? [{ ...owner, ...content, beganMs }] : [],
      );
      await sqlTransaction((client) => storePromptLogs(client, logs, { lockMsMax: patient ? 5_000 : 100 }));
      return items.map(() => undefined);
    } catch (error) {
      // Somebody changes one of the workspaces; which one shows when each waits in its own lane.
      if (isLockTimeout(error) && !patient) throw new BusyKeys(new Set());
      if (!isTransient(error)) throw error;
      log().warn({ event: "content_retry", attempt, count: items.length, ...errorFacts(error) });
      await pauseAfter(attempt);
    }
  }
}
