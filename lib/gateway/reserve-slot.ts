import "server-only";
import { env } from "@/lib/config/env";
import { processBusy, type ApiError, tooManyConcurrent } from "./rules/api-error";

/** A place among the completions that may run concurrently. Freed once, when the completion is settled or rejected. */
export type Slot = {
  /**
   * Reports how many bytes of a large body, or of one of unknown length, have arrived. Returns the error if there is no
   * room.
   */
  grow(bytes: number): ApiError | null;
  free(): void;
};
export type Reservation =
  { readonly ok: true; readonly slot: Slot } | { readonly ok: false; readonly apiError: ApiError };

type Usage = { completions: number; bytes: number };

/** Bodies up to this size are small: their bytes are reserved immediately, those of larger bodies as they arrive. */
export const smallBytes = 64 * 1024;
/** Bytes of request bodies in flight. One caller's largest bodies must leave room for those of others. */
const bytesPerWorkspaceMax = 40 * 1024 * 1024;
const bytesPerProcessMax = 256 * 1024 * 1024;
/** The limit for large bodies. The rest is reserved for small ones, no matter which workspace sends the large ones. */
const largeBytesPerProcessMax = 192 * 1024 * 1024;

const keys = new Map<string, Usage>();
const workspaces = new Map<string, Usage>();
const total: Usage = { completions: 0, bytes: 0 };
/** Mean duration of recently ended completions, in milliseconds: tells how soon a slot becomes free. */
let meanMs = 1_000;
let isClosed = false;
const whenFree = new Set<() => void>();

/**
 * Takes a slot before the body is read, within limits per key, workspace, and process, so that neither many completions
 * nor large ones of one caller can use up what others need. The error is 429, or 503 when the process itself is full or
 * stopping. Nothing is held or sent for a rejected request. Of an announced length only the beginning is reserved:
 * announcing costs the client nothing, and bytes that never arrive need no room. A full process first calls `makeRoom`,
 * if the owner may have another slot; it returns whether it freed one.
 */
export function reserveSlot(
  owner: { readonly keyId: string; readonly workspaceId: string },
  announcedBytes: number,
  makeRoom: () => boolean = () => false,
): Reservation {
  const bytes = Math.min(announcedBytes, smallBytes);
  const { perKeyMax, perWorkspaceMax, perProcessMax } = env().completions;
  if (isClosed) return { ok: false, apiError: processBusy(5) };
  const key = usageOf(keys, owner.keyId);
  const workspace = usageOf(workspaces, owner.workspaceId);
  const own =
    key.completions >= perKeyMax
      ? tooManyConcurrent("key", secondsUntilFree(key.completions))
      : workspace.completions >= perWorkspaceMax || workspace.bytes + bytes > bytesPerWorkspaceMax
        ? tooManyConcurrent("workspace", secondsUntilFree(workspace.completions))
        : null;
  const isFull = () => total.completions >= perProcessMax || total.bytes + bytes > bytesPerProcessMax;
  const hasNoRoom = isFull() && (own !== null || !makeRoom() || isFull());
  const apiError = hasNoRoom ? processBusy(secondsUntilFree(total.completions)) : own;
  if (apiError) {
    forget(owner, key, workspace);
    return { ok: false, apiError };
  }
  return { ok: true, slot: take(owner, [key, workspace, total], bytes) };
}

/** Resolves to true when every slot is free, or to false if that takes longer than `waitMs`. */
export function untilSlotsFree(waitMs: number): Promise<boolean> {
  if (total.completions === 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      whenFree.delete(free);
      resolve(false);
    }, waitMs);
    const free = () => {
      clearTimeout(timer);
      resolve(true);
    };
    whenFree.add(free);
  });
}

/** From now on every reservation is rejected: the process is stopping. */
export function closeSlots(): void {
  isClosed = true;
}

/** Undoes `closeSlots`, for tests that stop and continue in one process. */
export function reopenSlots(): void {
  isClosed = false;
}

function take(owner: { keyId: string; workspaceId: string }, usages: readonly Usage[], bytes: number): Slot {
  const startedMs = performance.now();
  const leastBytes = bytes;
  let counted = bytes;
  let isFree = false;
  for (const usage of usages) {
    usage.completions += 1;
    usage.bytes += counted;
  }
  return {
    grow: (actual) => {
      // The rest of an abandoned body is thrown away.
      if (isFree || actual <= counted) return null;
      const [, workspace] = usages;
      const more = actual - counted;
      const roomBytes = actual > smallBytes ? largeBytesPerProcessMax : bytesPerProcessMax;
      const apiError =
        total.bytes + more > roomBytes
          ? processBusy(secondsUntilFree(total.completions))
          : workspace && workspace.bytes + more > bytesPerWorkspaceMax
            ? tooManyConcurrent("workspace", secondsUntilFree(workspace.completions))
            : null;
      // A rejected body is thrown away too, so that its bytes are available to others.
      const bytesNow = apiError ? leastBytes : actual;
      for (const usage of usages) usage.bytes += bytesNow - counted;
      counted = bytesNow;
      return apiError;
    },
    free: () => {
      if (isFree) return;
      isFree = true;
      for (const usage of usages) {
        usage.completions -= 1;
        usage.bytes -= counted;
      }
      meanMs += (performance.now() - startedMs - meanMs) / 20;
      const [key, workspace] = usages;
      if (key && workspace) forget(owner, key, workspace);
      if (total.completions > 0) return;
      for (const free of whenFree) free();
      whenFree.clear();
    },
  };
}

/** If completions last as long as recent ones did, the next of `runningNow` ends after about this time. */
function secondsUntilFree(runningNow: number): number {
  const seconds = Math.ceil(meanMs / Math.max(1, runningNow) / 1_000);
  return Math.min(60, Math.max(1, seconds));
}

function usageOf(of: Map<string, Usage>, id: string): Usage {
  let usage = of.get(id);
  if (!usage) {
    usage = { completions: 0, bytes: 0 };
    of.set(id, usage);
  }
  return usage;
}

function forget(owner: { keyId: string; workspaceId: string }, key: Usage, workspace: Usage): void {
  if (key.completions === 0) keys.delete(owner.keyId);
  if (workspace.completions === 0) workspaces.delete(owner.workspaceId);
}
