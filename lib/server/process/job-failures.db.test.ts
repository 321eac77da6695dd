import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { isLogLine } from "@/lib/config/log";
import { closeDb } from "@/lib/db/client";
import { runEvery } from "@/lib/jobs/run-every";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import {
  allTables,
  canary,
  collectLog,
  prepareFailures,
  whileTableFails,
} from "@/lib/testing/failing-tables";
import { jobs } from "./jobs";

let lines: () => readonly string[];

beforeAll(async () => {
  await testDatabase();
  lines = collectLog();
  await createWorkspace({ credits: 5n });
  await prepareFailures();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await closeDb();
});

test("a job that fails is logged without what the database said, whichever table fails", async () => {
  const failed = new Set<string>();
  for (const table of await allTables()) {
    await whileTableFails(table, async () => {
      for (const job of jobs) await runEvery(job).stop();
    });
  }
  for (const line of lines()) {
    expect(line).not.toContain(canary);
    expect(isLogLine(line), line).toBe(true);
    const { job, msg } = JSON.parse(line) as { job?: string; msg?: string };
    if (job && msg === "job failed") failed.add(job);
  }
  // Some jobs handle an error themselves, such as a verification, which saves that it could not finish.
  expect(failed.size).toBeGreaterThan(jobs.length / 2);
}, 240_000);
