import "server-only";
import { BodyPace } from "@/lib/api/rules/body-pace";
import { createApiException } from "./api-exception";

/** The workspace that sends a body, and how to free the slot that the body occupies. */
type Sender = { readonly workspaceId: string; free(): void };
type Arriving = {
  readonly sender: Sender;
  readonly startedMs: number;
  readonly pace: BodyPace;
  bytes: number;
  isGivenUp: boolean;
  giveUp(): void;
};

/**
 * A body that is really being sent arrives long before this. An older one can lose its slot when the process is full.
 */
const hurryMs = 1_000;

const arriving = new Set<Arriving>();
let timer: NodeJS.Timeout | null = null;

/** Nothing was sent upstream. Further bytes are discarded until the connection is closed. */
const tooSlowBody = () =>
  createApiException(408, "The request body arrived too slowly. Nothing was sent or charged.", "timeout", {
    Connection: "close",
  });

/**
 * Runs `read` and enforces the body's pace: rejects with 408 when the body arrives too slowly. `read` reports through
 * `onBytes` how much has arrived, which throws once the body has been given up. One timer checks all bodies: a timer
 * for each would cost every request.
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
    timer ??= setInterval(checkPaces, 1_000);
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
 * Makes room in a process that is full. Gives up the oldest body of the workspace that has the most bodies arriving,
 * unless it has only just begun. A workspace with a single body keeps its slot. Idle connections cost their owners
 * nothing, so there is no other measure of which body to keep. Returns whether a slot was freed.
 */
export function giveUpOne(): boolean {
  const nowMs = performance.now();
  const counts = new Map<string, number>();
  for (const { sender } of arriving)
    counts.set(sender.workspaceId, (counts.get(sender.workspaceId) ?? 0) + 1);
  let found: Arriving | null = null;
  // Iterates in the order in which they began.
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

function checkPaces(): void {
  const nowMs = performance.now();
  for (const one of arriving) {
    if (!one.pace.isTooSlow(one.bytes, nowMs)) continue;
    arriving.delete(one);
    one.giveUp();
  }
  if (arriving.size > 0 || !timer) return;
  clearInterval(timer);
  timer = null;
}
