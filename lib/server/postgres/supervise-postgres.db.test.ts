import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { superviseEmbeddedPostgres, type SupervisedPostgres } from "./supervise-postgres";

const dataDir = path.resolve(".test", `kept-${process.pid}`);
let kept: SupervisedPostgres;
let restarts = 0;
let losses = 0;

beforeAll(async () => {
  kept = await superviseEmbeddedPostgres(
    // Durable, as in an installation: committed data must survive.
    { dataDir, password: "throw-away" },
    { onRestart: () => (restarts += 1), onLost: () => (losses += 1) },
  );
});
afterAll(async () => {
  await kept.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function ask(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: kept.url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function kill(): Promise<void> {
  const [row] = (await ask("show data_directory")) as { data_directory: string }[];
  const pid = Number((await readFile(`${row?.data_directory}/postmaster.pid`, "utf8")).split("\n")[0]);
  process.kill(pid, "SIGKILL");
}

test("a killed server is restarted at the same address with all committed data, repeatedly", async () => {
  await ask("create table kept (value int)");
  await ask("insert into kept values (7)");
  for (let time = 1; time <= 2; time += 1) {
    await kill();
    const value = () => ask("select value from kept").catch(() => "away");
    await expect.poll(value, { timeout: 40_000, interval: 200 }).toEqual([{ value: 7 }]);
  }
  // Two restarts, or one if the second kill came before the first restart was complete.
  expect(restarts).toBeGreaterThan(0);
  expect(losses).toBe(0);
}, 90_000);

test("a stop in the middle of a restart leaves no server behind", async () => {
  await kill();
  await kept.stop();
  await expect(ask("select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(losses).toBe(0);
}, 60_000);
