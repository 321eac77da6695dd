import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, sqlPool } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { listRankings } from "./list-rankings";

beforeAll(async () => {
  await testDatabase();
});
afterAll(closeDb);

test("ranks models with their rank in the previous period, and shares of all models", async () => {
  const add = (daysAgo: number, model: string, tokens: number) =>
    sqlPool().query(
      "insert into ranking_days (day, model, requests, tokens) values ((now() at time zone 'UTC')::date - $1::int, $2, 1, $3)",
      [daysAgo, model, tokens],
    );
  await add(0, "a/rising", 700);
  await add(6, "a/falling", 200);
  await add(1, "a/new", 100);
  await add(7, "a/rising", 10);
  await add(8, "a/falling", 20);
  // Used in the previous period only: it has a rank there, and is not listed.
  await add(9, "a/gone", 15);
  // Before the previous period.
  await add(14, "a/new", 1_000);
  const rows = await listRankings(7);
  expect(
    rows.map(({ model, tokens, previousTokens, previousRank }) => [
      model,
      tokens,
      previousTokens,
      previousRank,
    ]),
  ).toEqual([
    ["a/rising", 700n, 10n, 3],
    ["a/falling", 200n, 20n, 1],
    ["a/new", 100n, 0n, null],
  ]);
  const [first] = await listRankings(7, 1);
  expect(first?.allTokens).toBe(1_000n);
});
