import { type ChildProcess, spawn } from "node:child_process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type ServerType, serve } from "@hono/node-server";
import { Hono } from "hono";
import { Pool } from "undici";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { foldUsage } from "@/lib/activity/fold-usage";
import { loadCatalog } from "@/lib/catalog/catalog";
import { savePriceLists } from "@/lib/catalog/save-price-lists";
import { completionFigures } from "@/lib/gateway/process-figures";
import { drainSpending } from "@/lib/gateway/drain-spending";
import { closeUpstreams } from "@/lib/gateway/internal/upstream";
import { runEvery } from "@/lib/jobs/run-every";
import { createKey } from "@/lib/keys/create-key";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { freePort } from "@/lib/server/process/free-port";
import { sandboxProgram } from "@/lib/server/process/sandbox-program";
import { startApiFrontServer } from "@/lib/testing/api-front-server";
import { createWorkspace } from "@/lib/testing/factories";
import { type Bench, type BenchRow, median, quantile } from "./bench";
import { load, type Load, paced, type Target } from "./load";

const providerKey = "sandbox-provider-key";
const workspaces = 100;
const turns = 3;
const seconds = 4;

type Targets = {
  readonly spread: Target;
  readonly hot: Target;
  readonly bare: Target;
  readonly direct: Target;
};

/**
 * The public API through the production front server, including hold and settlement, compared with a proxy that only
 * forwards: both in this process, in alternation; the provider and the clients in separate processes. With 100
 * workspaces, a few of which make most calls, and with one.
 */
export const gatewayBench: Bench = {
  name: "gateway",
  run: ({ say }) => withTargets((targets) => measure(targets, say)),
};

/** Many requests, to measure how much memory they leave in use. */
export const enduranceBench: Bench = {
  name: "endurance",
  run: ({ say }) =>
    withTargets(async ({ spread }) => {
      await load(spread, { connections: 32, amount: 20_000 });
      const start = await settledMegabytes();
      const rows: BenchRow[] = [memoryRow("memory after 20,000 requests", start)];
      for (const thousands of [70, 120, 170, 220]) {
        say(`up to ${thousands},000 requests`);
        await load(spread, { connections: 32, amount: 50_000 });
        rows.push(memoryRow(`memory after ${thousands},000 requests`, await settledMegabytes()));
      }
      const growth = (rows.at(-1)?.figure ?? 0) / start;
      const [goal, ok] = ["≤ 1.1 ×", growth <= 1.1];
      return [...rows, { what: "growth over 200,000 requests", figure: growth, unit: "×", goal, ok }];
    }),
};

function memoryRow(what: string, figure: number): BenchRow {
  return { what, figure, unit: "MB" };
}

/** Resident memory once everything is settled and garbage is collected. */
async function settledMegabytes(): Promise<number> {
  await drainSpending();
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("garbage cannot be collected on demand");
  collect();
  return process.memoryUsage().rss / 1_048_576;
}

async function withTargets(work: (targets: Targets) => Promise<BenchRow[]>): Promise<BenchRow[]> {
  const provider = await startProviderProcess();
  // Earlier benchmarks may have read the environment, so the catalog is pointed at this provider directly.
  Object.assign(globalThis, { counterfoilCatalog: loadCatalog(null, provider.url) });
  await ensurePartitions();
  await savePriceLists();
  const secrets = await makeSecrets();
  const { port: frontPort, frontServer } = await startApiFrontServer();
  const proxyPort = await freePort();
  const proxy = await startBareProxy(proxyPort, provider.url);
  // As the product does in the background.
  const folding = runEvery({ name: "fold-usage", everyMs: 1_000, run: foldUsage });
  const ours = { url: `http://127.0.0.1:${frontPort}/api/v1/chat/completions`, model: "sandbox/heron" };
  const theirs = { keys: [providerKey], model: "heron" };
  try {
    return await work({
      spread: { ...ours, keys: byRank(secrets, 1_000) },
      hot: { ...ours, keys: secrets.slice(0, 1) },
      bare: { ...theirs, url: `http://127.0.0.1:${proxyPort}/v1/chat/completions` },
      direct: { ...theirs, url: `${provider.url}/v1/chat/completions` },
    });
  } finally {
    await frontServer.stop({ apiMs: 5_000, pagesMs: 0 });
    await proxy.stop();
    await drainSpending();
    await folding.stop();
    await closeUpstreams();
    provider.process.kill();
  }
}

async function measure(targets: Targets, say: (text: string) => void): Promise<BenchRow[]> {
  say("warming up");
  await load(targets.bare, { connections: 32, seconds: 2 });
  await load(targets.spread, { connections: 32, seconds: 3 });
  const startMegabytes = await settledMegabytes();
  const rows: BenchRow[] = [];
  for (const connections of [32, 256]) rows.push(...(await compare(targets, connections, say)));
  await drainSpending();
  await requireCleanLedger();
  say("50 requests a second");
  const upstream = await paced(targets.direct);
  const through = await paced(targets.hot);
  const added = (share: number) => quantile(through, share) - quantile(upstream, 0.5);
  rows.push(
    { what: "latency added at 50/s, p50", figure: added(0.5), unit: "ms", goal: "≤ 4", ok: added(0.5) <= 4 },
    {
      what: "latency added at 50/s, p99",
      figure: added(0.99),
      unit: "ms",
      goal: "≤ 20",
      ok: added(0.99) <= 20,
    },
    memoryRow("memory at the start", startMegabytes),
    memoryRow("memory at the end", await settledMegabytes()),
  );
  return rows;
}

/** In turns, so that other load on the machine affects all of them. */
async function compare(
  { bare, spread, hot }: Targets,
  connections: number,
  say: (text: string) => void,
): Promise<BenchRow[]> {
  const loads = { bare: [] as Load[], spread: [] as Load[], hot: [] as Load[] };
  const phases = { spread: breakdown(), hot: breakdown() };
  for (let turn = 1; turn <= turns; turn += 1) {
    say(`${connections} connections, ${seconds} s each, turn ${turn} of ${turns}`);
    loads.bare.push(await load(bare, { connections, seconds }));
    for (const kind of ["spread", "hot"] as const) {
      phases[kind].start();
      loads[kind].push(await load({ spread, hot }[kind], { connections, seconds }));
      phases[kind].stop();
    }
  }
  const rate = (of: readonly Load[]) => median(of.map((one) => one.rate));
  const cpu = (of: readonly Load[]) => median(of.map((one) => one.cpuMs));
  const ours = (kind: "spread" | "hot", over: string, goal: number): BenchRow[] => {
    const ratio = rate(loads[kind]) / rate(loads.bare);
    return [
      {
        what: `  public API over ${over}`,
        figure: rate(loads[kind]),
        unit: "requests/s",
        ratio,
        ...(connections === 32 && { goal: `≥ ${goal} ×`, ok: ratio >= goal }),
      },
      { what: "    latency p50", figure: median(loads[kind].map((one) => one.p50)), unit: "ms" },
      { what: "    latency p99", figure: median(loads[kind].map((one) => one.p99)), unit: "ms" },
      {
        what: "    processor time of this process",
        figure: cpu(loads[kind]),
        unit: "ms/request",
        ratio: cpu(loads[kind]) / cpu(loads.bare),
      },
      ...phases[kind].rows(),
    ];
  };
  return [
    { what: `bare proxy, ${connections} connections`, figure: rate(loads.bare), unit: "requests/s" },
    ...ours("spread", `${workspaces} workspaces`, 0.25),
    ...ours("hot", "one workspace", 0.2),
  ];
}

/** Where completions spent their time between start and stop, by the gateway's own counters. */
function breakdown() {
  const phases = ["hold", "upstream", "settle", "rest"] as const;
  let completions = 0;
  const sums = { hold: 0, upstream: 0, settle: 0, rest: 0 };
  let before = completionFigures().phases;
  return {
    start: () => {
      before = completionFigures().phases;
    },
    stop: () => {
      const after = completionFigures().phases;
      completions += after.completions - before.completions;
      for (const phase of phases) sums[phase] += after.seconds[phase] - before.seconds[phase];
    },
    rows: (): BenchRow[] =>
      phases.map((phase) => ({
        what: `    ${phase}`,
        figure: (sums[phase] * 1_000) / Math.max(1, completions),
        unit: "ms/request",
      })),
  };
}

async function requireCleanLedger(): Promise<void> {
  const report = await verifyLedger();
  const broken = report.checks.filter(({ ok }) => !ok).map(({ name }) => name);
  if (broken.length > 0) throw new Error(`the ledger is not clean: ${broken.join(", ")}`);
}

/** A list of `length` entries with a Zipf distribution: most for the first, half as many for the second, and so on. */
function byRank(secrets: readonly string[], length: number): string[] {
  const total = secrets.reduce((sum, _, index) => sum + 1 / (index + 1), 0);
  const list = secrets.flatMap((secret, index) =>
    Array.from({ length: Math.max(1, Math.round(length / ((index + 1) * total))) }, () => secret),
  );
  // Deterministic: the same order in every run.
  return list
    .map((secret, index) => ({ secret, place: (index * 7_919) % 10_007 }))
    .sort((left, right) => left.place - right.place)
    .map(({ secret }) => secret);
}

async function makeSecrets(): Promise<string[]> {
  const secrets: string[] = [];
  while (secrets.length < workspaces) {
    const { actor } = await createWorkspace({ credits: 10n ** 15n });
    const made = await createKey(actor, { name: "bench" });
    if (!made.ok) throw new Error(made.code);
    secrets.push(made.value.secret);
  }
  return secrets;
}

async function startBareProxy(port: number, upstream: string): Promise<{ stop(): Promise<void> }> {
  const pool = new Pool(upstream, { connections: 512 });
  const app = new Hono();
  app.post("/v1/chat/completions", async (c) => {
    const response = await pool.request({
      method: "POST",
      path: "/v1/chat/completions",
      headers: { "content-type": "application/json", authorization: c.req.header("authorization") ?? "" },
      body: await c.req.text(),
    });
    c.header("content-type", "application/json");
    return c.body(await response.body.text());
  });
  const server = await new Promise<ServerType>((resolve) => {
    const started = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => resolve(started));
  });
  return {
    stop: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await pool.destroy();
    },
  };
}

async function startProviderProcess(): Promise<{ url: string; process: ChildProcess }> {
  const port = await freePort();
  const child = spawn(process.execPath, sandboxProgram("compiled"), {
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH ?? "",
      SANDBOX_PARTS: "provider",
      SANDBOX_PROVIDER_PORT: `${port}`,
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`the provider ended with ${code}`)));
  });
  return { url: `http://127.0.0.1:${port}`, process: child };
}
