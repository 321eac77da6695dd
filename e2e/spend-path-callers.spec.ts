import { setTimeout as sleep } from "node:timers/promises";
import { expectAccounted, untilSent } from "./support/accounted";
import { callCompletion, chunksOf, inBandError } from "./support/completion-calls";
import { hastyModel, type Outside } from "./support/outside";
import { expect, test } from "./support/outside-test";
import { callRaw } from "./support/raw-connection";

/** Connections of one model that the product closed before the provider had responded. */
async function abortsOf(outside: Outside, model: string): Promise<number> {
  const { models } = await outside.provider.journal();
  return models[model]?.aborted ?? 0;
}

test("a client's disconnect does not change the bill", async ({ outside }) => {
  const product = await outside.ensure();
  const tenant = outside.tenant();
  const aborts = await abortsOf(outside, "heron");
  const plain = callCompletion(product, { from: tenant, asks: ["delay=3000"] });
  const early = callCompletion(product, { from: tenant, asks: ["delay=2000"], stream: true });
  const middle = callCompletion(product, {
    from: tenant,
    asks: ["chunks=25", "chunk-delay=100", "tokens=40,300"],
    stream: true,
  });
  await untilSent(outside, [plain.mark, early.mark]);
  plain.leave();
  early.leave();
  await middle.started;
  middle.leave();
  const marks = [plain.mark, early.mark, middle.mark];
  const accounts = await expectAccounted(outside, { marks });
  for (const mark of marks) {
    const produced = accounts.produced(mark);
    expect(produced.state).toBe("produced");
    expect(accounts.row(mark)).toMatchObject({
      cancelled: true,
      estimated: false,
      prompt_tokens: produced.promptTokens,
      completion_tokens: produced.completionTokens,
    });
    expect(accounts.row(mark).cost_nanos).toBeGreaterThan(0);
  }
  expect(await abortsOf(outside, "heron")).toBe(aborts);
});

test("a provider that stops billing when canceled is canceled, and the client is billed for what it received", async ({
  outside,
}) => {
  const product = await outside.ensure();
  const tenant = outside.tenant();
  const ask = { from: tenant, model: hastyModel, stream: true };
  const early = callCompletion(product, { ...ask, asks: ["delay=10000"] });
  const middle = callCompletion(product, {
    ...ask,
    asks: ["chunks=100", "chunk-delay=100", "tokens=40,1000", "big-chunks=40"],
  });
  await middle.started;
  await expect.poll(() => chunksOf({ ...silent, text: whole(middle.textSoFar()) }).length).toBeGreaterThan(5);
  await untilSent(outside, [early.mark]);
  middle.leave();
  early.leave();
  const leftAt = Date.now();
  const marks = [early.mark, middle.mark];
  const accounts = await expectAccounted(outside, { marks });
  for (const mark of marks) {
    const produced = accounts.produced(mark);
    expect(produced.state, "seen by the provider").toBe("aborted");
    expect((produced.endedAt ?? Infinity) - leftAt, "ms until it was cancelled").toBeLessThan(5_000);
    const row = accounts.row(mark);
    expect(row.cancelled).toBe(true);
    expect(row.cost_nanos).toBeGreaterThan(0);
    expect(row.prompt_tokens).toBeGreaterThan(0);
    expect(row.completion_tokens).toBeLessThanOrEqual(produced.completionTokens * 1.5 + 20);
  }
  expect(accounts.row(middle.mark).completion_tokens).toBeGreaterThan(10);
});

test("a client that stops reading is disconnected, and the completion continues and is billed", async ({
  outside,
}) => {
  const product = await outside.ensure();
  const tenant = outside.tenant();
  // More than the buffers of two connections can hold.
  const asks = ["chunks=300", "big-chunks=65536", "chunk-delay=5", "tokens=30,700"];
  const call = callRaw(product, { secret: tenant.secret, stream: true, asks });
  expect(await call.status).toBe(200);
  call.stall();
  const stalledAt = Date.now();
  const accounts = await expectAccounted(outside, { marks: [call.mark], withinMs: 15_000 });
  const produced = accounts.produced(call.mark);
  expect(produced).toMatchObject({ state: "produced", completionTokens: 700 });
  expect(accounts.row(call.mark)).toMatchObject({ prompt_tokens: 30, completion_tokens: 700 });
  // An unread connection does not show that it was closed, so it is read again only after the timeout.
  await sleep(Math.max(0, stalledAt + 6_000 - Date.now()));
  const drainedAt = Date.now();
  const { bytes, isWhole } = await call.drain();
  expect(isWhole, "the stream reached its reader whole").toBe(false);
  expect(bytes).toBeLessThan(300 * 65_536);
  expect(Date.now() - drainedAt).toBeLessThan(8_000);
});

test("a stream that exceeds the maximum duration is ended in-band and billed for what was produced", async ({
  outside,
}) => {
  test.setTimeout(120_000);
  const product = await outside.ensure();
  const tenant = outside.tenant();
  const startedAt = Date.now();
  const call = callCompletion(product, {
    from: tenant,
    stream: true,
    asks: ["chunks=200", "chunk-delay=200", "big-chunks=40"],
  });
  const reply = await call.ended;
  // ANSWER_SECONDS_MAX is 12, the stream would take 40 seconds.
  expect(Date.now() - startedAt).toBeGreaterThan(10_000);
  expect(Date.now() - startedAt).toBeLessThan(20_000);
  const last = inBandError(reply);
  expect(last, reply.text.slice(-300)).not.toBeNull();
  expect(last?.usage?.cost).toBeGreaterThan(0);
  const accounts = await expectAccounted(outside, { marks: [call.mark] });
  const row = accounts.row(call.mark);
  expect(row.estimated).toBe(true);
  expect(row.completion_tokens).toBe(last?.usage?.completion_tokens);
  // Some 60 chunks of 10 tokens have been produced by then.
  expect(row.completion_tokens).toBeGreaterThan(300);
  expect(row.completion_tokens).toBeLessThan(1_200);
});

const silent = { status: 200, headers: {}, isWhole: false, ms: 0 };

/** Without an incomplete last event. */
function whole(text: string): string {
  return text.slice(0, text.lastIndexOf("\n\n") + 1);
}
