import { setTimeout as sleep } from "node:timers/promises";
import { expectAccounted } from "./support/accounted";
import { callCompletion, isFinished, retryAfter } from "./support/completion-calls";
import { callersUntil, callUntil } from "./support/load";
import { expect, test } from "./support/outside-test";
import { freezePostgres, postgresPid } from "./support/processes";

test.setTimeout(150_000);

const frozenMs = 8_000;

test("while the database does not respond, requests are rejected in time and nothing is sent for disconnected clients", async ({
  outside,
}) => {
  const product = await outside.ensure();
  const [tenant, reader, departing] = [outside.tenant(), outside.tenant(), outside.tenant()];
  await callUntil(sleep(500), product, { from: tenant });
  const streams = Array.from({ length: 5 }, () =>
    callCompletion(product, { from: reader, stream: true, asks: ["chunks=50", "chunk-delay=180"] }),
  );
  await Promise.all(streams.map(({ started }) => started));
  const thaw = await freezePostgres(outside);
  const frozenAt = Date.now();
  try {
    const time = sleep(frozenMs + 3_000);
    const loading = callersUntil(6, time, product, { from: tenant });
    await sleep(1_000);
    const left = Array.from({ length: 10 }, () => callCompletion(product, { from: departing }));
    await sleep(500);
    for (const call of left) call.leave();
    await sleep(frozenAt + frozenMs - Date.now());
    thaw();
    const load = await loading;
    const duringFreeze = load.replies.filter(({ startedAt }) => startedAt < frozenAt + frozenMs - 1_000);
    expect.soft(Math.max(...load.replies.map(({ ms }) => ms)), "the longest wait").toBeLessThan(10_000);
    expect.soft(duringFreeze.filter(({ status }) => status === 503).length).toBeGreaterThan(5);
    const refused = load.replies.filter(({ status }) => status !== 200);
    expect.soft(refused.filter(({ status }) => status !== 503).map(({ text }) => text)).toEqual([]);
    expect.soft(refused.map(retryAfter).filter((seconds) => !(seconds > 0))).toEqual([]);
    expect.soft(Math.max(...refused.map(({ ms }) => ms), 0), "the longest refusal").toBeLessThan(7_500);
    const last = load.replies.filter(({ startedAt }) => startedAt > frozenAt + frozenMs + 2_000);
    expect.soft(last.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    const read = await Promise.all(streams.map(({ ended }) => ended));
    expect.soft(read.filter(isFinished)).toHaveLength(5);
    const departed = left.map(({ mark }) => mark);
    expect.soft(await outside.provider.completions(departed)).toEqual([]);
    const marks = [...load.marks, ...streams.map(({ mark }) => mark), ...departed];
    const accounts = await expectAccounted(outside, { marks });
    for (const { mark } of streams) expect(accounts.row(mark).cost_nanos).toBeGreaterThan(0);
  } finally {
    thaw();
  }
});

test("killing the database under load loses nothing that is not counted", async ({ outside }) => {
  const product = await outside.ensure();
  const [tenant, reader] = [outside.tenant(), outside.tenant()];
  const streams = Array.from({ length: 5 }, () =>
    callCompletion(product, { from: reader, stream: true, asks: ["chunks=50", "chunk-delay=180"] }),
  );
  await Promise.all(streams.map(({ started }) => started));
  const main = await postgresPid(outside);
  const loading = callersUntil(2, sleep(8_000), product, { from: tenant });
  await sleep(1_000);
  process.kill(main, "SIGKILL");
  const load = await loading;
  const others = load.replies.map(({ status }) => status).filter((status) => ![0, 200, 503].includes(status));
  expect.soft(others).toEqual([]);
  // PostgreSQL is restarted, and the product continues.
  const last = async () => (await callCompletion(product, { from: tenant }).ended).status;
  await expect.poll(last, { timeout: 45_000, intervals: [500] }).toBe(200);
  expect(await postgresPid(outside)).not.toBe(main);

  const marks = [...load.marks, ...streams.map(({ mark }) => mark)];
  const accounts = await expectAccounted(outside, { marks });
  // A response that its client received completely had been billed before.
  const paid = load.marks.filter((_, index) => load.replies[index]?.status === 200);
  for (const mark of paid) expect(accounts.row(mark).cost_nanos).toBeGreaterThan(0);
});
