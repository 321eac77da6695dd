import "server-only";

/** Bodies up to this size are parsed at once. */
const smallBytes = 512 * 1024;

let last: Promise<void> = Promise.resolve();

/**
 * Lets one large body at a time be decoded, parsed and measured: each of these steps keeps the process busy for tens of
 * milliseconds, and several in a row would be felt by everybody else. Resolves with what to call when it is done; at
 * once for small bodies.
 */
export async function takeTurn(bytes: number): Promise<() => void> {
  if (bytes <= smallBytes) return () => undefined;
  const before = last;
  let done: () => void = () => undefined;
  last = new Promise((resolve) => {
    done = resolve;
  });
  await before;
  // What has come in while the one before was busy goes first.
  await new Promise((resolve) => setImmediate(resolve));
  return done;
}
