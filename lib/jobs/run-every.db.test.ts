import { afterAll, expect, it } from "vitest";
import { closeDb } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { runEvery, runOnce } from "./run-every";

await testDatabase();
afterAll(closeDb);

it("a job runs in one process at a time, and again after it ended or failed", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const job = { name: "test-exclusive", everyMs: 1, run: () => held };
  const attempts = Array.from({ length: 8 }, () => runOnce(job));
  // The one that runs ends only after all the others were turned away.
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

it("stops between two runs, and a failure does not stop it", async () => {
  let runs = 0;
  const running = runEvery({
    name: "test-loop",
    everyMs: 5,
    run: async () => {
      runs += 1;
      if (runs === 1) throw new Error("first run fails");
    },
  });
  while (runs < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  await running.stop();
  const after = runs;
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(runs).toBe(after);
});
