import "server-only";
import { env } from "@/lib/config/env";
import { processBusy, type Refusal, tooManyAtOnce } from "./rules/refusal";

/** A place among the completions that may run at once. Freed once, when the completion is settled or was refused. */
export type Slot = {
  /** What a body of unknown length measures by now; the refusal when that is more than there is room for. */
  grow(bytes: number): Refusal | null;
  free(): void;
};
export type Reservation =
  { readonly ok: true; readonly slot: Slot } | { readonly ok: false; readonly refusal: Refusal };

type Usage = { completions: number; bytes: number };

/** Bytes of request bodies in flight. One caller's largest bodies must leave room for everybody else's. */
const bytesPerWorkspaceMax = 40 * 1024 * 1024;
const bytesPerProcessMax = 256 * 1024 * 1024;

const keys = new Map<string, Usage>();
const workspaces = new Map<string, Usage>();
const total: Usage = { completions: 0, bytes: 0 };
/** Mean duration of the completions that ended lately, in milliseconds: how soon a place becomes free. */
let meanMs = 1_000;
let isClosed = false;
const whenFree = new Set<() => void>();

/**
 * Takes a place before the body is read, by its announced length: per key, per workspace and per process, so that
 * neither many completions nor large ones of one caller can use up what others need. Refused with 429, or with 503
 * when the process itself is full or about to stop. Nothing is held or sent for a refused request.
 */
export function reserveSlot(
  owner: { readonly keyId: string; readonly workspaceId: string },
  bytes: number,
): Reservation {
  const { perKeyMax, perWorkspaceMax, perProcessMax } = env().completions;
  if (isClosed) return { ok: false, refusal: processBusy(5) };
  const key = usageOf(keys, owner.keyId);
  const workspace = usageOf(workspaces, owner.workspaceId);
  const refusal =
    total.completions >= perProcessMax || total.bytes + bytes > bytesPerProcessMax
      ? processBusy(secondsUntilFree(total.completions))
      : key.completions >= perKeyMax
        ? tooManyAtOnce("key", secondsUntilFree(key.completions))
        : workspace.completions >= perWorkspaceMax || workspace.bytes + bytes > bytesPerWorkspaceMax
          ? tooManyAtOnce("workspace", secondsUntilFree(workspace.completions))
          : null;
  if (refusal) {
    forget(owner, key, workspace);
    return { ok: false, refusal };
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
  let counted = bytes;
  let isFree = false;
  for (const usage of usages) {
    usage.completions += 1;
    usage.bytes += counted;
  }
  return {
    grow: (actual) => {
      for (const usage of usages) usage.bytes += actual - counted;
      counted = actual;
      if (total.bytes > bytesPerProcessMax) return processBusy(secondsUntilFree(total.completions));
      const [, workspace] = usages;
      return workspace && workspace.bytes > bytesPerWorkspaceMax
        ? tooManyAtOnce("workspace", secondsUntilFree(workspace.completions))
        : null;
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
