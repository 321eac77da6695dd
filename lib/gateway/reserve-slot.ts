import "server-only";
import { env } from "@/lib/config/env";
import { processBusy, type ApiError, tooManyAtOnce } from "./rules/api-error";

/** A place among the completions that may run at once. Freed once, when the completion is settled or was refused. */
export type Slot = {
  /** What has come of a large body by now, or of one of unknown length; the refusal when there is no room for it. */
  grow(bytes: number): ApiError | null;
  free(): void;
};
export type Reservation =
  { readonly ok: true; readonly slot: Slot } | { readonly ok: false; readonly apiError: ApiError };

type Usage = { completions: number; bytes: number };

/** Bodies up to this size are small: room for them is taken at once, for larger ones as they come. */
export const smallBytes = 64 * 1024;
/** Bytes of request bodies in flight. One caller's largest bodies must leave room for everybody else's. */
const bytesPerWorkspaceMax = 40 * 1024 * 1024;
const bytesPerProcessMax = 256 * 1024 * 1024;
/** Where large bodies end: what is left then is for small ones alone, whoever sends the large ones. */
const largeBytesPerProcessMax = 192 * 1024 * 1024;

const keys = new Map<string, Usage>();
const workspaces = new Map<string, Usage>();
const total: Usage = { completions: 0, bytes: 0 };
/** Mean duration of the completions that ended lately, in milliseconds: how soon a place becomes free. */
let meanMs = 1_000;
let isClosed = false;
const whenFree = new Set<() => void>();

/**
 * Takes a place before the body is read: per key, per workspace and per process, so that neither many completions nor
 * large ones of one caller can use up what others need. Refused with 429, or with 503 when the process itself is full or
 * about to stop. Nothing is held or sent for a refused request. Of an announced length only the beginning is taken:
 * announcing costs nothing, and what does not come needs no room. A process that is full asks `makeRoom` first, for an
 * owner who may have another place: it says whether it freed one.
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
      ? tooManyAtOnce("key", secondsUntilFree(key.completions))
      : workspace.completions >= perWorkspaceMax || workspace.bytes + bytes > bytesPerWorkspaceMax
        ? tooManyAtOnce("workspace", secondsUntilFree(workspace.completions))
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

/** Resolves with true when every slot is free, with false when that has not happened within `waitMs`. */
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

/** From now on every reservation is refused: the process is about to stop. */
export function closeSlots(): void {
  isClosed = true;
}

/** The opposite, for tests that stop and go on in one process. */
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
      // What still comes of a body that was given up is thrown away.
      if (isFree || actual <= counted) return null;
      const [, workspace] = usages;
      const more = actual - counted;
      const roomBytes = actual > smallBytes ? largeBytesPerProcessMax : bytesPerProcessMax;
      const apiError =
        total.bytes + more > roomBytes
          ? processBusy(secondsUntilFree(total.completions))
          : workspace && workspace.bytes + more > bytesPerWorkspaceMax
            ? tooManyAtOnce("workspace", secondsUntilFree(workspace.completions))
            : null;
      // What is refused is thrown away as well, so that others may go on.
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

/** With so many running, and each lasting as long as the last ones did, one ends about so soon. */
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
