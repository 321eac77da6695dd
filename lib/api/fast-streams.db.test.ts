import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTenant, generationRows, startApi, type Tenant, type TestApi } from "@/lib/testing/api";

/** A provider in a separate thread: sends 13 MB for a stream as fast as it is read, one word for a plain request. */
const providerScript = `
  const { createServer } = require("node:http");
  const { parentPort } = require("node:worker_threads");
  const event = (chunk) => "data: " + JSON.stringify(chunk) + "\\n\\n";
  const words = "The heron waits in the reeds. ";
  const textOf = (length) => words.repeat(Math.ceil(length / words.length)).slice(0, length);
  const linesOf = (length) => {
    const line = event({ id: "a", choices: [{ index: 0, delta: { content: textOf(length) }, finish_reason: null }] });
    return Buffer.from(line.repeat(Math.ceil(65536 / line.length)));
  };
  const kinds = [linesOf(6), linesOf(1000), linesOf(65000)];
  const usage = { prompt_tokens: 11, completion_tokens: 7 };
  const end = event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage }) + "data: [DONE]\\n\\n";
  let streams = 0;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => (body += piece));
    request.on("end", () => {
      if (!JSON.parse(body).stream) {
        response.end(JSON.stringify({ choices: [{ message: { content: "Hi" }, finish_reason: "stop" }], usage }));
        return;
      }
      const lines = kinds[streams++ % kinds.length];
      let left = 13_000_000;
      const write = () => {
        while (left > 0) {
          left -= lines.length;
          if (!response.write(lines)) return void response.once("drain", write);
        }
        response.end(end);
      };
      write();
    });
  });
  server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

let provider: Worker;
let api: TestApi;

beforeAll(async () => {
  provider = new Worker(providerScript, { eval: true });
  const [port] = (await once(provider, "message")) as [number];
  api = await startApi({ COUNTERFOIL_PROVIDER_URL: `http://127.0.0.1:${port}` });
});
afterAll(async () => {
  await api.stop();
  await provider.terminate();
});

const bodyOf = (stream: boolean) => ({
  model: "sandbox/heron",
  messages: [{ role: "user", content: "Hello" }],
  max_tokens: 2_000,
  stream,
});

/** Runs plain completions one after the other until `work` is done. Returns their times in milliseconds, sorted. */
async function timesUntil(tenant: Tenant, work: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let isOver = false;
  void work.then(() => (isOver = true));
  while (!isOver) {
    const startedMs = performance.now();
    const response = await api.call("/chat/completions", { secret: tenant.secret, body: bodyOf(false) });
    await response.text();
    expect(response.status).toBe(200);
    times.push(performance.now() - startedMs);
    await sleep(5);
  }
  return times.sort((left, right) => left - right);
}

const p95 = (times: readonly number[]) => times[Math.floor(times.length * 0.95)] ?? 0;

test("thirty readers who leave 13 MB streams delay no other requests, and all are billed as reported", async () => {
  const [noisy, quiet] = [await createTenant({ credits: 10n ** 12n }), await createTenant()];
  await timesUntil(quiet, sleep(300));
  const alone = await timesUntil(quiet, sleep(1_000));
  const leave = async () => {
    const response = await api.call("/chat/completions", { secret: noisy.secret, body: bodyOf(true) });
    const reader = response.body?.getReader();
    await reader?.read();
    await sleep(200);
    await reader?.cancel();
  };
  const rows = () => generationRows(noisy.workspaceId);
  const all = Promise.all(Array.from({ length: 30 }, leave));
  const settled = all.then(() =>
    expect.poll(async () => (await rows()).length, { timeout: 100_000, interval: 200 }).toBe(30),
  );
  const during = await timesUntil(quiet, settled);
  await settled;
  const seen = { alone: p95(alone), during: p95(during), most: during.at(-1), count: during.length };
  for (const row of await rows())
    expect(row).toMatchObject({ cancelled: true, completion_tokens: 7, estimated: false });
  // Without turns it takes ten seconds and more. The minimum is for machines with other work to do.
  expect(seen.during, JSON.stringify(seen)).toBeLessThanOrEqual(Math.max(2 * seen.alone, seen.alone + 500));
});
