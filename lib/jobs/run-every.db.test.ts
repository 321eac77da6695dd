import { afterAll, expect, it } from "vitest";
import { closeDb, sqlPool } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { listJobs } from "./list-jobs";
import { runEvery, runOnce } from "./run-every";

await testDatabase();
afterAll(closeDb);

it("runs a job in one process at a time, and again after it ended or failed", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const job = { name: "test-exclusive", everyMs: 1, run: () => held };
  const attempts = Array.from({ length: 8 }, () => runOnce(job));
  // The running one ends only after all the others were skipped.
  let turnedAway = 0;
  for (const attempt of attempts) {
    void attempt.then((ran) => {
      if (!ran) turnedAway += 1;
      if (turnedAway === 7) release();
    });
  }
  expect((await Promise.all(attempts)).filter(Boolean)).toHaveLength(1);
  expect(await runOnce(job)).toBe(true);
  await expect(runOnce({ ...job, run: () => Promise.reject(new Error("broken")) })).rejects.toThrow("broken");
  expect(await runOnce(job)).toBe(true);
});

it("continues after a failed run, and starts none once it was stopped", async () => {
  let runs = 0;
  const running = runEvery({
    name: "test-loop",
    everyMs: 1,
    run: async () => {
      runs += 1;
      if (runs === 1) throw new Error("first run fails");
    },
  });
  await expect.poll(() => runs).toBeGreaterThanOrEqual(3);
  await running.stop();
  const after = runs;
  // A loop that had not ended would have run again before a second one, started later, ran three times.
  let later = 0;
  const other = runEvery({
    name: "test-later",
    everyMs: 1,
    run: async () => {
      later += 1;
    },
  });
  await expect.poll(() => later).toBeGreaterThanOrEqual(3);
  await other.stop();
  expect(runs).toBe(after);
});

it("waits for the current run when it is stopped", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const events: string[] = [];
  const running = runEvery({
    name: "test-stop",
    everyMs: 1,
    run: async () => {
      events.push("began");
      await held;
      events.push("ended");
    },
  });
  await expect.poll(() => events).toEqual(["began"]);
  const stopped = running.stop().then(() => events.push("stopped"));
  release();
  await stopped;
  expect(events).toEqual(["began", "ended", "stopped"]);
});

it("holds the locks of all jobs on one connection, however many run, and recovers when it breaks", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = 0;
  const run = () => {
    begun += 1;
    return held;
  };
  const runs = Array.from({ length: 30 }, (_, index) =>
    runOnce({ name: `test-many-${index}`, everyMs: 1, run }),
  );
  await expect.poll(() => begun).toBe(30);
  const { rows } = await sqlPool().query<{ pid: number }>(
    `select distinct pid from pg_locks where locktype = 'advisory'
       and database = (select oid from pg_database where datname = current_database())`,
  );
  expect(rows).toHaveLength(1);
  await sqlPool().query("select pg_terminate_backend($1)", [rows[0]?.pid]);
  release();
  expect(await Promise.all(runs)).toEqual(runs.map(() => true));
  const again = { name: "test-many-0", everyMs: 1, run: () => Promise.resolve() };
  expect(await runOnce(again)).toBe(true);
});

it("records when a job last succeeded and failed, and at most every 30 seconds while nothing changes", async () => {
  const name = "test-recorded";
  const read = async () => {
    const { rows } = await sqlPool().query<{
      ended: string;
      succeeded: string | null;
      failed: string | null;
    }>(
      `select ended_at::text as ended, succeeded_at::text as succeeded, failed_at::text as failed
       from job_runs where name = $1 and every_ms = 60000`,
      [name],
    );
    return rows[0];
  };
  const job = { name, everyMs: 60_000, run: () => Promise.resolve() };
  await runOnce(job);
  const first = await read();
  expect(first).toMatchObject({ ended: first?.succeeded, failed: null });
  await runOnce(job);
  expect(await read()).toEqual(first);
  await expect(runOnce({ ...job, run: () => Promise.reject(new Error("broken")) })).rejects.toThrow("broken");
  const second = await read();
  expect(second).toMatchObject({ succeeded: first?.succeeded, failed: second?.ended });
  await runOnce(job);
  expect(await read()).toMatchObject({ failed: second?.failed });
  const another = { name: `${name}-another`, everyMs: 1_000 };
  await listJobs([job, another]);
  expect(await read()).toMatchObject({ failed: second?.failed });
  await listJobs([another]);
  expect(await read()).toBeUndefined();
  const { rows } = await sqlPool().query("select * from job_runs");
  expect(rows).toMatchObject([{ name: another.name, every_ms: 1_000, succeeded_at: null, failed_at: null }]);
});
