import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { type ServerType, serve } from "@hono/node-server";
import { Hono } from "hono";
import { Pool } from "undici";
import { z } from "zod";
import { ensurePartitions } from "@/lib/activity/ensure-partitions";
import { createApi } from "@/lib/api/app";
import { loadCatalogue } from "@/lib/catalog/catalogue";
import { savePriceLists } from "@/lib/catalog/save-price-lists";
import { drainSpending } from "@/lib/gateway/drain-spending";
import { closeUpstreams } from "@/lib/gateway/internal/upstream";
import { createKey } from "@/lib/keys/create-key";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { startEdge } from "@/lib/server/edge";
import { createWorkspace } from "@/lib/testing/factories";
import { type Bench, type BenchRow, median, quantile } from "./bench";

const providerKey = "sandbox-provider-key";
const connections = 32;
const seconds = 6;
const run = promisify(execFile);

/**
 * The public API through the production edge, hold and settle included, against a proxy that does nothing but pass on:
 * both in this process, one after the other and again; the provider and the callers in processes of their own.
 */
export const gatewayBench: Bench = {
  name: "gateway",
  run: async ({ say }) => {
    const provider = await startProviderProcess();
    // Earlier benches may have read the environment: the catalogue is pointed at this provider directly.
    Object.assign(globalThis, { counterfoilCatalogue: loadCatalogue(null, provider.url) });
    await ensurePartitions();
    await savePriceLists();
    const secret = await makeSecret();
    const [edgePort, proxyPort] = [await freePort(), await freePort()];
    const edge = await startEdge({
      port: edgePort,
      hosts: ["127.0.0.1"],
      appUrl: `http://127.0.0.1:${edgePort}`,
      trustedProxies: [],
      api: createApi(),
      probe: async () => null,
      pagesPort: () => null,
    });
    const proxy = await startBareProxy(proxyPort, provider.url);
    try {
      const ours = `http://127.0.0.1:${edgePort}/api/v1/chat/completions`;
      const bare = `http://127.0.0.1:${proxyPort}/v1/chat/completions`;
      return await measure({ ours, bare, direct: `${provider.url}/v1/chat/completions`, secret, say });
    } finally {
      await edge.stop({ apiMs: 5_000, pagesMs: 0 });
      await proxy.stop();
      await drainSpending();
      await closeUpstreams();
      provider.process.kill();
    }
  },
};

type Targets = { ours: string; bare: string; direct: string; secret: string; say: (text: string) => void };

async function measure({ ours, bare, direct, secret, say }: Targets): Promise<BenchRow[]> {
  say("warming up");
  await load(bare, providerKey, { model: "heron", seconds: 2 });
  await load(ours, secret, { model: "sandbox/heron", seconds: 3 });
  const rates = { ours: [] as number[], bare: [] as number[] };
  const cpu = { ours: [] as number[], bare: [] as number[] };
  for (const turn of [1, 2, 3]) {
    say(`${connections} connections, ${seconds} s each, turn ${turn} of 3`);
    const plain = await timed(() => load(bare, providerKey, { model: "heron", seconds }));
    const metered = await timed(() => load(ours, secret, { model: "sandbox/heron", seconds }));
    rates.bare.push(plain.rate);
    rates.ours.push(metered.rate);
    cpu.bare.push(plain.cpuMs / (plain.rate * seconds));
    cpu.ours.push(metered.cpuMs / (metered.rate * seconds));
  }
  await drainSpending();
  const report = await verifyLedger();
  const broken = report.checks.filter(({ ok }) => !ok).map(({ name }) => name);
  if (broken.length > 0) say(`the ledger is not clean: ${broken.join(", ")}`);
  say("50 requests a second");
  const upstream = await paced(direct, providerKey, "heron");
  const through = await paced(ours, secret, "sandbox/heron");
  const ratio = median(rates.ours) / median(rates.bare);
  const added = (share: number) => quantile(through, share) - quantile(upstream, 0.5);
  return [
    { what: "bare Hono + undici proxy, 32 connections", figure: median(rates.bare), unit: "requests/s" },
    {
      what: "public API, hold and settle included",
      figure: median(rates.ours),
      unit: "requests/s",
      ratio,
      goal: "≥ 0.3 ×",
      ok: ratio >= 0.3,
    },
    {
      what: "processor time of the API's process, against the bare proxy's",
      figure: median(cpu.ours),
      unit: "ms/request",
      ratio: median(cpu.ours) / median(cpu.bare),
    },
    { what: "latency added at 50/s, p50", figure: added(0.5), unit: "ms", goal: "≤ 5", ok: added(0.5) <= 5 },
    {
      what: "latency added at 50/s, p99",
      figure: added(0.99),
      unit: "ms",
      goal: "≤ 25",
      ok: added(0.99) <= 25,
    },
  ];
}

/** The rate, and what this process worked for it. Unlike the rate it does not depend on who else uses the machine. */
async function timed(work: () => Promise<number>): Promise<{ rate: number; cpuMs: number }> {
  const before = process.cpuUsage();
  const rate = await work();
  const { user, system } = process.cpuUsage(before);
  return { rate, cpuMs: (user + system) / 1_000 };
}

function bodyFor(model: string): string {
  return JSON.stringify({
    model,
    messages: [{ role: "user", content: "Hello, how are you?" }],
    max_tokens: 64,
  });
}

const loadReport = z.object({
  requests: z.object({ average: z.number() }),
  non2xx: z.number(),
  errors: z.number(),
});

/** Answers a second that were 200s. Throws when some were not: a refused request is no measurement. */
async function load(url: string, key: string, how: { model: string; seconds: number }): Promise<number> {
  const { stdout } = await run(
    process.execPath,
    [
      "node_modules/autocannon/autocannon.js",
      "--json",
      "--no-progress",
      "-c",
      `${connections}`,
      "-d",
      `${how.seconds}`,
      "-m",
      "POST",
      "-H",
      "content-type=application/json",
      "-H",
      `authorization=Bearer ${key}`,
      "-b",
      bodyFor(how.model),
      url,
    ],
    { maxBuffer: 10_000_000 },
  );
  const report = loadReport.parse(JSON.parse(stdout));
  if (report.non2xx > 0 || report.errors > 0)
    throw new Error(`${report.non2xx} refused, ${report.errors} broken`);
  return report.requests.average;
}

const pacedReport = z.object({ latencies: z.array(z.number()), failed: z.number() });

async function paced(url: string, key: string, model: string): Promise<number[]> {
  const script = ["--import", "tsx", "lib/testing/bench/paced-client.ts"];
  const { stdout } = await run(process.execPath, [...script, url, key, bodyFor(model), "50", "8"], {
    maxBuffer: 10_000_000,
  });
  const { latencies, failed } = pacedReport.parse(JSON.parse(stdout));
  if (failed > 0) throw new Error(`${failed} of the paced requests failed`);
  // The first second opens connections.
  return latencies.slice(50);
}

async function makeSecret(): Promise<string> {
  const { actor } = await createWorkspace({ credits: 10n ** 15n });
  const made = await createKey(actor, { name: "bench" });
  if (!made.ok) throw new Error(made.code);
  return made.value.secret;
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
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--conditions=react-server", "lib/sandbox/main.ts"],
    {
      env: {
        NODE_ENV: "production",
        PATH: process.env.PATH ?? "",
        SANDBOX_PARTS: "provider",
        SANDBOX_PROVIDER_PORT: `${port}`,
      },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    },
  );
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`the provider ended with ${code}`)));
  });
  return { url: `http://127.0.0.1:${port}`, process: child };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
