import { uuidv7 } from "uuidv7";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { sqlTransaction } from "@/lib/db/client";
import { releaseHold } from "@/lib/gateway/release-hold";
import { settleGeneration } from "@/lib/gateway/settle-generation";
import { present } from "@/lib/kernel/assert";
import { currentProcess } from "@/lib/ledger/processes/current-process";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { createWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, finishedGeneration, holdExactly } from "@/lib/testing/generations";
import { type Bench, type BenchRow, median, quantile, throughputOf } from "./bench";

type Spender = { readonly workspaceId: string; readonly keyId: string };

const cost = 1_000n;
const workspaces = 100;
const generations = 20_000;

/**
 * Holds and settlements without a model, with row, roll-ups, ledger and balance, and a plain implementation to compare.
 */
export const spendBench: Bench = {
  name: "spend",
  run: async ({ say }) => {
    await ensurePartitions();
    say(`making ${workspaces} workspaces`);
    const spenders: Spender[] = [];
    while (spenders.length < workspaces) spenders.push(await makeSpender());
    const hot = present(spenders[0], "spender");
    await settleMany(spenders, 2_000);
    say(`settling ${generations} generations over ${workspaces} workspaces, then in one`);
    const spread = await settleMany(spenders, generations);
    const one = await settleMany([hot], generations);
    say("one transaction per request, 16 connections, one workspace");
    const single = await throughputOf(() => oneByOne(hot), { workers: 16, seconds: 4 });
    say("holds, and both alone");
    const cycle = await throughputOf(() => holdAndRelease(hot), { workers: 256, seconds: 4 });
    const alone = await aloneLatencies(hot);
    await addMissingSums(hot);
    const report = await verifyLedger();
    const broken = report.checks.filter(({ ok }) => !ok);
    if (broken.length > 0)
      throw new Error(`the ledger is not clean: ${broken.map(({ name }) => name).join(", ")}`);
    return rows({ spread, one, single, cycle, alone });
  },
};

function rows(figures: {
  spread: number;
  one: number;
  single: number;
  cycle: number;
  alone: number[];
}): BenchRow[] {
  const { spread, one, single, cycle, alone } = figures;
  return [
    {
      what: "settle in full, one writer, 100 workspaces",
      figure: spread,
      unit: "generations/s",
      goal: "≥ 7,000",
      ok: spread >= 7_000,
    },
    { what: "settle in full, one writer, one hot workspace", figure: one, unit: "generations/s" },
    {
      what: "  against row + transfer + balance, one transaction each",
      figure: single,
      unit: "generations/s",
      ratio: one / single,
      goal: "≥ 10 ×",
      ok: one / single >= 10,
    },
    { what: "hold and release, one hot workspace, 256 at once", figure: cycle, unit: "pairs/s" },
    { what: "hold + settle alone, p50", figure: median(alone), unit: "ms" },
    { what: "hold + settle alone, p99", figure: quantile(alone, 0.99), unit: "ms" },
  ];
}

async function makeSpender(): Promise<Spender> {
  const { workspaceId } = await createWorkspace({ credits: 10n ** 15n });
  return { workspaceId, keyId: await createSpendingKey(workspaceId) };
}

/**
 * Opens holds in bulk, untimed, and settles them through the product's own queue, timed. Returns generations per
 * second.
 */
async function settleMany(spenders: readonly Spender[], count: number): Promise<number> {
  const models = ["a/small", "a/large", "b/fast", "c/free"];
  const made = Array.from({ length: count }, (_, index) => {
    const spender = present(spenders[Math.floor(spenders.length * Math.random() ** 2)], "spender");
    return finishedGeneration({
      ...spender,
      costNanos: cost,
      model: models[index % models.length] ?? "",
      provider: index % 3 === 0 ? "one" : "two",
      endUser: index % 4 === 0 ? null : `user-${index % 500}`,
      latencyMs: 200 + (index % 997) * 7,
    });
  });
  await openHolds(made);
  const started = performance.now();
  await Promise.all(made.map((generation) => settleGeneration(generation)));
  return (count * 1_000) / (performance.now() - started);
}

async function openHolds(made: readonly { id: string; workspaceId: string; keyId: string }[]): Promise<void> {
  const processId = await currentProcess();
  await sqlTransaction(async (client) => {
    await client.query(
      `with h as (
         insert into holds (id, workspace_id, key_id, meter_ids, amount_nanos, process_id)
         select id, workspace_id, key_id, array[key_id], $4::bigint, $5::uuid
         from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as made (id, workspace_id, key_id)
         returning workspace_id, key_id, amount_nanos
       ), w as (
         update wallets set held_nanos = held_nanos + s.nanos
         from (select workspace_id, sum(amount_nanos)::bigint as nanos from h group by 1) s
         where wallets.workspace_id = s.workspace_id
       )
       update meters set held_nanos = held_nanos + s.nanos
       from (select key_id, sum(amount_nanos)::bigint as nanos from h group by 1) s where meters.id = s.key_id`,
      [
        made.map(({ id }) => id),
        made.map(({ workspaceId }) => workspaceId),
        made.map(({ keyId }) => keyId),
        cost,
        processId,
      ],
    );
  });
}

/** Tells apart what the plain implementation wrote. */
const plainPriceList = "bench";

/** A plain implementation: row, transfer, balance and commit for each request, without holds and roll-ups. */
async function oneByOne({ workspaceId, keyId }: Spender): Promise<void> {
  const [id, transferId] = [uuidv7(), uuidv7()];
  await sqlTransaction(async (client) => {
    await client.query("update wallets set debited_nanos = debited_nanos + $2 where workspace_id = $1", [
      workspaceId,
      cost,
    ]);
    await client.query(
      `insert into transfers (id, workspace_id, debit_account_id, credit_account_id, amount_nanos, code, idempotency_key, input_hash)
       select $1, $2, w.id, r.id, $3, 'usage', $4,
         sha256(convert_to('["wallet","usage_revenue","' || $3::bigint || '","usage",false,null]', 'UTF8')) from ledger_accounts w, ledger_accounts r
       where w.kind = 'wallet' and w.workspace_id = $2 and r.kind = 'usage_revenue' and r.workspace_id is null`,
      [transferId, workspaceId, cost, id],
    );
    await client.query(
      `insert into generations (workspace_id, id, retention, created_at, key_id, model, provider, endpoint, status, streamed,
         attempts, prompt_tokens, completion_tokens, reasoning_tokens, cached_tokens, latency_ms, cost_nanos, prompt_nanos,
         cached_nanos, completion_nanos, reasoning_nanos, request_nanos, image_nanos, discount_nanos, price_list_id, transfer_id)
       values ($1, $2, 'd30', now(), $3, 'a/small', 'one', 'one/small', 200, true, 1, 10, 20, 0, 0, 300, $4, $4, 0, 0, 0, 0, 0, 0, $6, $5)`,
      [workspaceId, id, keyId, cost, transferId, plainPriceList],
    );
  });
}

/**
 * The sums that the plain implementation leaves out, so that the ledger can be verified here, and by the benchmarks that
 * run after this one in the same database.
 */
async function addMissingSums({ workspaceId }: Spender): Promise<void> {
  await sqlTransaction(async (client) => {
    await client.query(
      `insert into usage_deltas (workspace_id, key_id, model, provider, quarter_hour, is_error, is_measured,
         prompt_tokens, completion_tokens, reasoning_tokens, cached_tokens, cost_nanos, latency_ms)
       select workspace_id, key_id, model, provider, date_bin('15 minutes', created_at, 'epoch'), false, true,
         prompt_tokens, completion_tokens, reasoning_tokens, cached_tokens, cost_nanos, latency_ms
       from generations where workspace_id = $1 and price_list_id = $2`,
      [workspaceId, plainPriceList],
    );
  });
}

async function holdAndRelease({ workspaceId, keyId }: Spender): Promise<void> {
  const id = uuidv7();
  const held = await holdExactly(workspaceId, keyId, cost, id);
  if (!held.ok) throw new Error(held.code);
  await releaseHold(workspaceId, id);
}

async function aloneLatencies({ workspaceId, keyId }: Spender): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < 300; turn += 1) {
    const id = uuidv7();
    const started = performance.now();
    const held = await holdExactly(workspaceId, keyId, cost, id);
    if (!held.ok) throw new Error(held.code);
    await settleGeneration(finishedGeneration({ workspaceId, keyId, id, costNanos: cost }));
    times.push(performance.now() - started);
  }
  return times;
}
