import { mkdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkPartitions } from "@/lib/activity/check-partitions";
import { ensurePartitions } from "@/lib/activity/ensure-partitions";
import { checkPrices } from "@/lib/catalog/check-prices";
import { savePriceLists } from "@/lib/catalog/save-price-lists";
import { env } from "@/lib/config/env";
import { closeDb } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { diskFinding } from "./disk-finding";

beforeAll(async () => {
  await testDatabase();
});
afterAll(closeDb);

test("partitions that are missing for the next two weeks are named until they are made", async () => {
  const day = 86_400_000;
  await ensurePartitions({ from: new Date(Date.now()), to: new Date(Date.now()) });
  await expect(checkPartitions()).rejects.toThrow(/missing for the next 14 days: generations_d30_\w+/);
  await ensurePartitions({ from: new Date(Date.now()), to: new Date(Date.now() + 14 * day) });
  expect(await checkPartitions()).toBe("there for the next 14 days");
});

test("prices that the running product does not know yet are found out, and their age is said", async () => {
  await expect(checkPrices()).rejects.toThrow("restart it to charge these prices");
  await savePriceLists();
  expect(await checkPrices()).toMatch(/^\d+ models at \d+ providers; the newest price is 0 days old$/);
});

test("the disk of the data folder has a size", async () => {
  // Where the product never ran there is no such folder yet.
  await mkdir(env().dataDir, { recursive: true });
  const said = await diskFinding().catch((error: unknown) => (error instanceof Error ? error.message : ""));
  expect(said).toMatch(/^[\d.]+ GB of [\d.]+ GB free at DATA_DIR/);
});
