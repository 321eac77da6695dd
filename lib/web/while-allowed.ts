const everyMs = 1_000;

/**
 * Passes a download on for as long as `isAllowed` says so, which is asked once a second while parts are read, and at the
 * end, because data that was deleted meanwhile looks like the end of it. Then the download is aborted, so that a short
 * file does not look complete.
 */
export function whileAllowed(
  body: ReadableStream<Uint8Array>,
  isAllowed: () => Promise<boolean>,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let askedMs = performance.now();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done || performance.now() - askedMs >= everyMs) {
        if (!(await isAllowed())) {
          await reader.cancel().catch(() => null);
          throw new AccessEnded();
        }
        askedMs = performance.now();
      }
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

class AccessEnded extends Error {
  override readonly name = "AccessEnded";

  constructor() {
    super("access ended during the download");
  }
}
