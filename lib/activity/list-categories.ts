import "server-only";
import { sqlPool } from "@/lib/db/client";
import { publishedCount, publishedMin } from "./rules/categories";

export type CategoryRanking = {
  readonly category: string;
  /** Prompts of its published models, rounded down to tens. */
  readonly prompts: number;
  /** The published models, the most used first. */
  readonly models: readonly { readonly model: string; readonly prompts: number }[];
};

/**
 * What sampled prompts of the last `days` days were about, by category and model. Public: a cell with fewer than twenty
 * prompts is left out, also from the sum of its category, and numbers are rounded down to tens.
 */
export async function listCategories(days: number): Promise<readonly CategoryRanking[]> {
  const { rows } = await sqlPool().query<{ category: string; model: string; prompts: number }>(
    `select category, model, sum(prompts)::int as prompts from category_days
      where day > (now() at time zone 'UTC')::date - $1::int
      group by 1, 2 having sum(prompts) >= $2 order by 3 desc, 1, 2 limit 500`,
    [days, publishedMin],
  );
  const found = new Map<string, { model: string; prompts: number }[]>();
  for (const { category, model, prompts } of rows) {
    const models = found.get(category) ?? [];
    models.push({ model, prompts: publishedCount(prompts) });
    found.set(category, models);
  }
  return [...found]
    .map(([category, models]) => ({
      category,
      prompts: models.reduce((sum, { prompts }) => sum + prompts, 0),
      models,
    }))
    .sort((left, right) => right.prompts - left.prompts || (left.category < right.category ? -1 : 1));
}
