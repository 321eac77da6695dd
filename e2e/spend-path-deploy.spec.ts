import { setTimeout as sleep } from "node:timers/promises";
import { expectAccounted } from "./support/accounted";
import {
  type Call,
  callCompletion,
  inBandError,
  isFinished,
  type Reply,
  retryAfter,
} from "./support/completion-calls";
import type { Launched } from "./support/launch";
import { expect, test } from "./support/outside-test";
import type { Tenant } from "./support/tenants";

test.setTimeout(150_000);

async function startStreams(
  product: Launched,
  from: Tenant,
  how: { count: number; asks: readonly string[] },
): Promise<Call[]> {
  const calls = Array.from({ length: how.count }, () =>
    callCompletion(product, { from, stream: true, asks: how.asks }),
  );
  await Promise.all(calls.map(({ started }) => started));
  return calls;
}

/** Sends requests until the port is closed, and returns the responses. */
async function callUntilClosed(product: Launched, from: Tenant): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (;;) {
    const reply = await callCompletion(product, { from }).ended;
    if (reply.status === 0) return replies;
    replies.push(reply);
    await sleep(50);
  }
}

test("a deploy with a short grace period ends long streams in-band, bills them and loses nothing", async ({
  outside,
}) => {
  const product = await outside.ensure({ ANSWER_SECONDS_MAX: "60" });
  const tenant = outside.tenant();
  const calls = await startStreams(product, tenant, { count: 20, asks: ["chunks=150", "chunk-delay=200"] });
  const signaledAt = Date.now();
  const ended = outside.signal("SIGTERM");
  const refused = await callUntilClosed(product, tenant);
  const replies = await Promise.all(calls.map((call) => call.ended));
  await ended;
  // SHUTDOWN_SECONDS is 3; after it come billing and stopping the parts, the database last.
  expect.soft(Date.now() - signaledAt, "ms until everything had ended").toBeLessThan(20_000);
  const late = refused.filter(({ status }) => status !== 200);
  expect.soft(late.map(({ status }) => status).filter((status) => status !== 503)).toEqual([]);
  expect.soft(late.map(retryAfter).filter((seconds) => !(seconds > 0))).toEqual([]);
  // One request may have been admitted before the signal was handled.
  expect.soft(refused.length - late.length).toBeLessThan(5);
  expect.soft(replies.map(({ status }) => status)).toEqual(calls.map(() => 200));
  const endings = replies.map((reply) => inBandError(reply)?.usage?.cost ?? reply.text.slice(-100));
  expect.soft(endings.filter((cost) => typeof cost !== "number" || cost <= 0)).toEqual([]);

  await outside.ensure();
  const marks = calls.map(({ mark }) => mark);
  const accounts = await expectAccounted(outside, { marks });
  expect(accounts.unbilled).toEqual([]);
  for (const mark of marks) expect(accounts.row(mark).cost_nanos).toBeGreaterThan(0);
});

test("a deploy with a long grace period lets running streams end normally", async ({ outside }) => {
  const product = await outside.ensure({ SHUTDOWN_SECONDS: "30" });
  const tenant = outside.tenant();
  const asks = ["chunks=30", "chunk-delay=150", "tokens=40,200"];
  const calls = await startStreams(product, tenant, { count: 10, asks });
  const signaledAt = Date.now();
  const ended = outside.signal("SIGTERM");
  const replies = await Promise.all(calls.map((call) => call.ended));
  await ended;
  // The streams last under 5 seconds, so the stop does not take the whole grace period.
  expect.soft(Date.now() - signaledAt, "ms until everything had ended").toBeLessThan(25_000);
  expect(replies.filter(isFinished)).toHaveLength(10);

  await outside.ensure();
  const marks = calls.map(({ mark }) => mark);
  const accounts = await expectAccounted(outside, { marks });
  for (const mark of marks) {
    expect(accounts.row(mark)).toMatchObject({ prompt_tokens: 40, completion_tokens: 200, cancelled: false });
  }
});
