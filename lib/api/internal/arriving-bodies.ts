import "server-only";
import { BodyPace } from "@/lib/api/rules/body-pace";
import { refuse } from "./api-exception";

/** Whose body it is, and what frees the place that it keeps. */
type Sender = { readonly workspaceId: string; free(): void };
type Arriving = {
  readonly sender: Sender;
  readonly startedMs: number;
  readonly pace: BodyPace;
  bytes: number;
  isGivenUp: boolean;
  giveUp(): void;
};

/** A body that is being sent is here long before that; one that is not makes room when there is none left. */
const hurryMs = 1_000;

const arriving = new Set<Arriving>();
let looking: NodeJS.Timeout | null = null;

/** Nothing was sent for it; what still comes is thrown away until the connection is closed. */
const tooSlowBody = () =>
  refuse(408, "The request body arrived too slowly. Nothing was sent or charged.", "timeout", {
    Connection: "close",
  });

/**
 * What `read` makes of a body; throws 408 when the body does not come fast enough. `read` says how much has come, and is
 * then told by an exception when nobody waits for it any more. One timer looks at all of them: one for each would cost
 * every request.
 */
export function whileArriving<Value>(
  sender: Sender,
  read: (onBytes: (bytes: number) => void) => Promise<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const one: Arriving = {
      sender,
      startedMs,
      pace: new BodyPace(startedMs),
      bytes: 0,
      isGivenUp: false,
      giveUp: () => {
        one.isGivenUp = true;
        reject(tooSlowBody());
      },
    };
    const onBytes = (bytes: number) => {
      if (one.isGivenUp) throw tooSlowBody();
      one.bytes = bytes;
    };
    arriving.add(one);
    looking ??= setInterval(look, 1_000);
    read(onBytes).then(
      (value) => {
        arriving.delete(one);
        resolve(value);
      },
      (error: unknown) => {
        arriving.delete(one);
        reject(error);
      },
    );
  });
}

/**
 * Makes room in a process that is full: of the workspace that has most bodies on their way, the one that began first is
 * given up, unless it began just now; who sends a single one keeps its place. Connections that say nothing cost their
 * owners nothing, so there is no other measure of whom to keep. Returns whether a place was freed.
 */
export function giveUpOne(): boolean {
  const nowMs = performance.now();
  const counts = new Map<string, number>();
  for (const { sender } of arriving)
    counts.set(sender.workspaceId, (counts.get(sender.workspaceId) ?? 0) + 1);
  let found: Arriving | null = null;
  // In the order in which they began.
  for (const one of arriving) {
    if (nowMs - one.startedMs < hurryMs) break;
    const most = found ? (counts.get(found.sender.workspaceId) ?? 0) : 1;
    if ((counts.get(one.sender.workspaceId) ?? 0) > most) found = one;
  }
  if (!found) return false;
  arriving.delete(found);
  found.giveUp();
  found.sender.free();
  return true;
}

function look(): void {
  const nowMs = performance.now();
  for (const one of arriving) {
    if (!one.pace.isTooSlow(one.bytes, nowMs)) continue;
    arriving.delete(one);
    one.giveUp();
  }
  if (arriving.size > 0 || !looking) return;
  clearInterval(looking);
  looking = null;
}
