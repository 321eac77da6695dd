import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkPartitions } from "@/lib/activity/partitions/check-partitions";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { checkPrices } from "@/lib/catalog/check-prices";
import { savePriceLists } from "@/lib/catalog/save-price-lists";
import { noteBackup } from "@/lib/backup/last-backup";
import { writeBackup } from "@/lib/backup/write-backup";
import { closeDb } from "@/lib/db/client";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { checkBackup } from "./check-backup";
import { checkConnections } from "./check-connections";
import { diskFinding, judgeDisk } from "./disk-finding";
import { Warning } from "./finding";

const folder = mkdtempSync(path.join(tmpdir(), "counterfoil-doctor-"));

beforeAll(async () => {
  await testDatabase();
  process.env.DATA_DIR = folder;
});
afterAll(async () => {
  await closeDb();
  rmSync(folder, { recursive: true, force: true });
});

test("missing partitions for the next two weeks are named until they are created", async () => {
  const day = 86_400_000;
  await ensurePartitions({ from: new Date(Date.now()), to: new Date(Date.now()) });
  await expect(checkPartitions()).rejects.toThrow(/missing for the next 14 days: generations_d30_\w+/);
  await ensurePartitions({ from: new Date(Date.now()), to: new Date(Date.now() + 14 * day) });
  expect(await checkPartitions()).toBe("there for the next 14 days");
});

test("new prices that the running product has not loaded are detected, and their age is reported", async () => {
  await expect(checkPrices()).rejects.toThrow("restart it to charge these prices");
  await savePriceLists();
  expect(await checkPrices()).toMatchObject({
    text: expect.stringMatching(/^\d+ models at \d+ providers; the newest price is 0 days old$/),
    days: 0,
  });
  const day = 86_400_000;
  expect(await checkPrices(Date.now() + 91 * day)).toMatchObject({ days: 91 });
});

test("the free space of the data folder's disk is reported, and too little of it fails", async () => {
  const gigabyte = 1024 ** 3;
  expect(judgeDisk(50 * gigabyte, 100 * gigabyte)).toBe("50.0 GB of 100.0 GB free at DATA_DIR");
  for (const [free, all] of [
    [0.9, 10],
    [4, 100],
  ] as const)
    expect(() => judgeDisk(free * gigabyte, all * gigabyte)).toThrow("free some space, or move DATA_DIR");
  const read: string[] = [];
  const disk = (bavail: number) => (path: string) => {
    read.push(path);
    return Promise.resolve({ bavail, blocks: 2_000_000, bsize: 4_096 });
  };
  expect(await diskFinding(disk(1_000_000))).toBe("3.8 GB of 7.6 GB free at DATA_DIR");
  await expect(diskFinding(disk(250_000))).rejects.toThrow(
    "1.0 GB of 7.6 GB free at DATA_DIR; free some space",
  );
  expect(read).toEqual([folder, folder]);
});

test("the number of instances that fit respects the server's limit, its reserve and the role's limit", async () => {
  // 200 connections of the embedded server, three of them for superusers.
  expect(await checkConnections()).toMatch(/up to 45 connections .* and there are 197: 4 instances fit$/);
  const limit = (count: number) =>
    asOwner((client) =>
      client.query(
        `do $$ begin execute format('alter database %I connection limit ${count}', current_database()); end $$`,
      ),
    );
  await limit(60);
  const warning = await checkConnections();
  expect(warning).toBeInstanceOf(Warning);
  expect(warning).toMatchObject({ sentence: expect.stringContaining("there are 60: 1 instance fits") });
  await limit(40);
  await expect(checkConnections()).rejects.toThrow(
    /no instance fits; lower it to 40, or raise the CONNECTION/,
  );
});

test("the last backup is reported with its age; none, or an old one, is a warning", async () => {
  expect(await checkBackup()).toMatchObject({
    sentence: expect.stringMatching(/^none was made .* backup --to/),
  });
  const written = await writeBackup(folder);
  expect(await checkBackup()).toMatch(
    /^the last one is \d+\.\d s old: .*counterfoil-\w+\.backup\.gz \(\d+ rows\)$/,
  );
  await noteBackup({ ...written, takenAt: new Date(Date.now() - 8 * 86_400_000).toISOString() });
  const old = await checkBackup();
  expect(old).toBeInstanceOf(Warning);
  expect(old).toMatchObject({ sentence: expect.stringMatching(/^the last one is 8 days old/) });
});
