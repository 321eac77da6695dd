import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { launch, type Launched, root } from "./support/launch";
import { verifyLedger } from "./support/start-product";
import { expect, test } from "./support/test";

const run = promisify(execFile);

test("killed in mid-stream, the product starts again, releases what was held, and its books balance", async () => {
  test.setTimeout(120_000);
  mkdirSync(path.join(root, ".test"), { recursive: true });
  const folder = mkdtempSync(path.join(root, ".test/crash-"));
  let product = await launch(folder);
  try {
    const secret = await makePaidKey(product);
    const { pid, databaseUrl } = runtimeOf(product);
    await streamUntilFirstChunk(product, secret);
    process.kill(pid, "SIGKILL");
    await product.ended;

    // The database outlives its product until the next start. Time is moved on, instead of waited for.
    const held = await query(
      databaseUrl,
      "update holds set expires_at = now() - interval '1 second' where state = 'held' returning amount_nanos",
    );
    expect(held).toHaveLength(1);

    product = await launch(folder, { port: product.port });
    expect(product.readyMs).toBeLessThan(10_000);
    const after = runtimeOf(product).databaseUrl;
    await expect
      .poll(() => query(after, "select state from holds"), { timeout: 15_000 })
      .toEqual([{ state: "expired" }]);
    expect(await query(after, "select held_nanos from wallets where held_nanos <> 0")).toEqual([]);
    expect(await query(after, "select held_nanos from key_meters where held_nanos <> 0")).toEqual([]);
    expect(verifyLedger(product.dataDir)).toContain("The ledger is clean.");
    const answer = await fetch(`${product.origin}/api/v1/key`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(answer.status).toBe(200);
  } finally {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** By the command line, as an operator does: this instance is not the one that the tests' own process is bound to. */
async function makePaidKey(product: Launched): Promise<string> {
  const person = "crash@example.test";
  await counterfoil(product, "user", "create", "--email", person, "--verified");
  await counterfoil(product, "grant", "--workspace", person, "--usd", "5", "--reason", "For a test");
  const output = await counterfoil(product, "key", "create", "--workspace", person, "--name", "Crash");
  return /sk-or-v1-[0-9a-f]{64}/.exec(output)?.[0] ?? "";
}

async function counterfoil(product: Launched, ...command: readonly string[]): Promise<string> {
  const { PATH, HOME } = process.env;
  const entry = path.join(root, "lib/server/bootstrap.mjs");
  const { stdout } = await run(process.execPath, [entry, "counterfoil", ...command], {
    cwd: root,
    env: { PATH, HOME, DATA_DIR: product.dataDir } as unknown as NodeJS.ProcessEnv,
  });
  return stdout;
}

function runtimeOf(product: Launched): { pid: number; databaseUrl: string } {
  const { pid, environment } = JSON.parse(
    readFileSync(path.join(product.dataDir, "runtime.json"), "utf8"),
  ) as {
    pid: number;
    environment: Record<string, string>;
  };
  return { pid, databaseUrl: environment["DATABASE_URL"] ?? "" };
}

async function streamUntilFirstChunk(product: Launched, secret: string): Promise<void> {
  const answer = await fetch(`${product.origin}/api/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: "sandbox/heron",
      stream: true,
      messages: [{ role: "user", content: "[[sandbox:chunks=100]] [[sandbox:chunk-delay=500]]" }],
    }),
  });
  expect(answer.status).toBe(200);
  const reader = answer.body?.getReader();
  await reader?.read();
  // The connection breaks off with the process; nobody listens any more.
  reader?.closed.catch(() => undefined);
}

async function query(databaseUrl: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(sql);
    return rows;
  } finally {
    await client.end();
  }
}
