import { expect, it } from "vitest";
import { whileAllowed } from "./while-allowed";

const source = (parts: readonly string[]) => {
  const left = [...parts];
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const part = left.shift();
      if (part === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(part));
    },
  });
};

it("passes everything on while access lasts", async () => {
  const body = whileAllowed(source(["a", "b", "c"]), () => Promise.resolve(true));
  expect(await new Response(body).text()).toBe("abc");
});

it("aborts a download that ended without access, so that it does not look complete", async () => {
  const body = whileAllowed(source(["a"]), () => Promise.resolve(false));
  await expect(new Response(body).text()).rejects.toThrow("access ended");
});

it("stops an endless download within seconds, and what makes it", async () => {
  let isCanceled = false;
  const endless = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setImmediate(resolve));
      controller.enqueue(new Uint8Array(8));
    },
    cancel: () => {
      isCanceled = true;
    },
  });
  const begunMs = performance.now();
  await expect(
    new Response(whileAllowed(endless, () => Promise.resolve(false))).arrayBuffer(),
  ).rejects.toThrow("access ended");
  expect(performance.now() - begunMs).toBeLessThan(5_000);
  expect(isCanceled).toBe(true);
});
