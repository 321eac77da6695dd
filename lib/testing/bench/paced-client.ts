import { Agent, request } from "undici";

/**
 * A client in a separate process: `rate` requests per second for `seconds`, each started on time regardless of the
 * previous one. Prints the latencies in milliseconds as JSON, and how many responses were not a 200.
 */
const [url = "", key = "", body = "", rateText = "50", secondsText = "5"] = process.argv.slice(2);
const dispatcher = new Agent({ connections: 64 });
const latencies: number[] = [];
let failed = 0;

async function call(): Promise<void> {
  const started = performance.now();
  const response = await request(url, {
    method: "POST",
    dispatcher,
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body,
  });
  await response.body.text();
  if (response.statusCode !== 200) failed += 1;
  latencies.push(performance.now() - started);
}

const total = Number(rateText) * Number(secondsText);
const startedAt = performance.now();
const calls: Promise<void>[] = [];
for (let index = 0; index < total; index += 1) {
  const waitMs = startedAt + (index * 1_000) / Number(rateText) - performance.now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  calls.push(call());
}
await Promise.all(calls);
await dispatcher.close();
process.stdout.write(JSON.stringify({ latencies, failed }));
