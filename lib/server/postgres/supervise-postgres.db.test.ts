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

async function ask(text: string, url = kept.url): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function kill(url = kept.url): Promise<void> {
  const [row] = (await ask("show data_directory", url)) as { data_directory: string }[];
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
});

test("a server that cannot start any more is given up after a limited number of attempts, and reported once", async () => {
  const broken = path.resolve(".test", `broken-${process.pid}`);
  let reports = 0;
  let attempts = 0;
  let supervised: SupervisedPostgres | undefined;
  const lost = new Promise<void>((resolve, reject) => {
    superviseEmbeddedPostgres(
      { dataDir: broken, password: "throw-away" },
      {
        waitsMs: [0, 10, 10],
        onRestart: () => (attempts += 1),
        onLost: () => {
          reports += 1;
          resolve();
        },
      },
    ).then(async (started) => {
      supervised = started;
      const { url } = started;
      const [row] = (await ask("show data_directory", url)) as { data_directory: string }[];
      const data = row?.data_directory ?? "";
      // Without its control file a cluster is refused at every start.
      await rm(path.join(data, "global/pg_control"));
      await kill(url);
    }, reject);
  });
  await lost;
  // Once stopped, it can neither try nor report again.
  await supervised?.stop();
  await rm(broken, { recursive: true, force: true });
  expect({ reports, attempts }).toEqual({ reports: 1, attempts: 1 });
});

test("a stop in the middle of a restart leaves no server behind", async () => {
  await kill();
  await kept.stop();
  await expect(ask("select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(losses).toBe(0);
});
