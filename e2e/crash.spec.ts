import { countUnaccounted, expectAccounted, heldNanos, untilSent } from "./support/accounted";
import { type Call, callCompletion } from "./support/completion-calls";
import type { Outside } from "./support/outside";
import { expect, test } from "./support/outside-test";

test.setTimeout(180_000);

const patient = { ANSWER_SECONDS_MAX: "60" };

test("killed with 20 streams running, the product restarts, releases holds within a minute, and counts what it could not bill", async ({
  outside,
}) => {
  const product = await outside.ensure(patient);
  const tenant = outside.tenant();
  const asks = ["chunks=100", "chunk-delay=500"];
  const calls = Array.from({ length: 20 }, () =>
    callCompletion(product, { from: tenant, stream: true, asks }),
  );
  const paid = callCompletion(product, { from: tenant });
  expect((await paid.ended).status).toBe(200);
  await Promise.all(calls.map(({ started }) => started));
  const lostBefore = await countUnaccounted(outside);
  const killedAt = Date.now();
  await outside.signal("SIGKILL");

  const again = await outside.ensure(patient);
  expect(again.readyMs).toBeLessThan(20_000);
  const response = await callCompletion(again, { from: tenant }).ended;
  expect(response.status).toBe(200);
  leaveSlowCalls(outside);
  const mine = () =>
    outside
      .query<{ held: string }>("select held_nanos as held from wallets where workspace_id = $1", [
        tenant.workspaceId,
      ])
      .then(([row]) => Number(row?.held));
  await expect
    .poll(mine, { message: "held by the dead process", timeout: Math.max(1, killedAt + 60_000 - Date.now()) })
    .toBe(0);
  const marks = [paid, ...calls].map(({ mark }) => mark);
  const accounts = await expectAccounted(outside, { marks });
  expect(accounts.row(paid.mark).cost_nanos).toBeGreaterThan(0);
  const lost = await countUnaccounted(outside);
  expect(lost - lostBefore).toBe(accounts.unbilled.length);
  // None of the twenty had been settled: only the process knew their tokens.
  expect(accounts.unbilled.length).toBeGreaterThan(0);
  const figures = accounts.ledger.replace(/^(ok|FAIL) .*$/gm, "");
  expect(figures).toMatch(new RegExp(`\\b${lost}\\b`));
  expect(figures, "the worst case in dollars").toMatch(/\$\d/);
});

test("a client that disconnected half a minute before its completion was ready is billed for it", async ({
  outside,
}) => {
  await outside.ensure(patient);
  leaveSlowCalls(outside);
  const marks = ((await slow) ?? []).map(({ mark }) => mark);
  const accounts = await expectAccounted(outside, { marks });
  expect(marks).toHaveLength(2);
  for (const mark of marks) {
    expect(accounts.produced(mark)).toMatchObject({ state: "produced" });
    const { promptTokens, completionTokens } = accounts.produced(mark);
    expect(accounts.row(mark)).toMatchObject({
      cancelled: true,
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
    });
    expect(accounts.row(mark).cost_nanos).toBeGreaterThan(0);
  }
  expect(await heldNanos(outside)).toBe(0);
});

let slow: Promise<Call[]> | null = null;

/**
 * Calls of 33 seconds whose clients disconnect immediately. Made while the first test waits, so that the second need
 * not.
 */
function leaveSlowCalls(outside: Outside): void {
  slow ??= (async () => {
    const tenant = outside.tenant();
    const calls = [false, true].map((stream) =>
      callCompletion(outside.product(), { from: tenant, stream, asks: ["delay=33000"] }),
    );
    await untilSent(
      outside,
      calls.map(({ mark }) => mark),
    );
    for (const call of calls) call.leave();
    return calls;
  })();
}
