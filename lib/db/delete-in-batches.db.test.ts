import { afterAll, beforeEach, expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { closeDb, sqlPool } from "./client";
import { deleteInBatches } from "./delete-in-batches";

await testDatabase();
afterAll(closeDb);

const removeOld = `delete from rate_limits where ctid = any (array(
  select ctid from rate_limits where starts_with(key, 'old') limit $1))`;

async function remove(size: number): Promise<number> {
  return (await sqlPool().query(removeOld, [size])).rowCount ?? 0;
}

async function left(): Promise<number> {
  const { rows } = await sqlPool().query<{ left: number }>("select count(*)::int as left from rate_limits");
  return rows[0]?.left ?? 0;
}

beforeEach(async () => {
  await sqlPool().query("delete from rate_limits");
  await sqlPool().query("insert into rate_limits (key) select 'old ' || n from generate_series(1, 12) n");
  await sqlPool().query("insert into rate_limits (key) values ('new')");
});

it("deletes all matching rows in batches and counts them", async () => {
  expect(await deleteInBatches(remove, { size: 5 })).toEqual({ rows: 12, isDone: true });
  expect(await left()).toBe(1);
});

it("stops after the given number of batches", async () => {
  expect(await deleteInBatches(remove, { size: 5, batchesMax: 2 })).toEqual({ rows: 10, isDone: false });
  expect(await left()).toBe(3);
});
