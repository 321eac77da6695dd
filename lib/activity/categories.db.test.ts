import { afterAll, beforeEach, expect, it } from "vitest";
import { closeDb, sqlPool } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { testDatabase } from "@/lib/testing/database";
import { countCategory, writeCategories } from "./count-category";
import { listCategories } from "./list-categories";
import { refreshRankings } from "./refresh-rankings";
import type { Category } from "./rules/categories";

await testDatabase();
afterAll(closeDb);
beforeEach(() => sqlPool().query("delete from category_days"));

const add = (model: string, category: Category, prompts: number, daysAgo = 0) => {
  for (let prompt = 0; prompt < prompts; prompt += 1)
    countCategory(model, category, new Date(Date.now() - daysAgo * msPerDay));
};

it("a row has a day, a model, a category and a count, and no id of anything", async () => {
  const { rows } = await sqlPool().query<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
      where table_name = 'category_days' order by ordinal_position`,
  );
  expect(rows).toEqual([
    { name: "day", type: "date" },
    { name: "model", type: "text" },
    { name: "category", type: "text" },
    { name: "prompts", type: "bigint" },
  ]);
});

it("counts are written together, and added to those of the day", async () => {
  const total = async () =>
    (await sqlPool().query<{ n: number }>("select coalesce(sum(prompts), 0)::int as n from category_days"))
      .rows[0]?.n;
  add("a/one", "writing", 3);
  expect(await total()).toBe(0);
  await writeCategories();
  expect(await total()).toBe(3);
  add("a/one", "writing", 2);
  add("a/two", "other", 1);
  await Promise.all([writeCategories(), writeCategories()]);
  expect(await total()).toBe(6);
  expect((await sqlPool().query("select from category_days")).rowCount).toBe(2);
});

it("cells with fewer than twenty prompts are not published, in neither list nor sum", async () => {
  add("a/one", "writing", 25);
  add("a/two", "writing", 19);
  add("a/one", "other", 19);
  add("a/one", "programming", 10);
  add("a/one", "programming", 31, 5);
  add("a/one", "analysis", 50, 9);
  await writeCategories();
  expect(await listCategories(7)).toEqual([
    { category: "programming", prompts: 40, models: [{ model: "a/one", prompts: 40 }] },
    { category: "writing", prompts: 20, models: [{ model: "a/one", prompts: 20 }] },
  ]);
  expect((await listCategories(1)).map(({ category }) => category)).toEqual(["writing"]);
});

it("counts are kept for 60 days", async () => {
  add("a/one", "writing", 20, 59);
  add("a/one", "writing", 20, 61);
  await writeCategories();
  await refreshRankings();
  expect((await sqlPool().query("select from category_days")).rowCount).toBe(1);
});
