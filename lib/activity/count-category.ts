import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";
import type { Category } from "./rules/categories";

type Count = { readonly day: string; readonly model: string; readonly category: Category; prompts: number };

/** Counts are written together, so that the moment of writing tells nothing about the moment of a request. */
const writeEveryMs = 10 * 60_000;

let counts = new Map<string, Count>();
let timer: NodeJS.Timeout | null = null;

/** Counts one prompt of a model in a category. Kept in memory for up to ten minutes; those of a killed process are lost. */
export function countCategory(model: string, category: Category, now = new Date()): void {
  add({ day: now.toISOString().slice(0, 10), model, category, prompts: 1 });
  timer ??= setTimeout(() => void writeCategories(), writeEveryMs).unref();
}

function add(count: Count): void {
  const key = `${count.day} ${count.model}\0${count.category}`;
  const known = counts.get(key);
  if (known) known.prompts += count.prompts;
  else counts.set(key, count);
}

/** Adds what was counted so far to the days. What cannot be written is kept for the next time. */
export async function writeCategories(): Promise<void> {
  if (timer) clearTimeout(timer);
  timer = null;
  // Sorted, so that concurrent writers lock rows in the same order.
  const taken = [...counts.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, row]) => row);
  counts = new Map();
  if (taken.length === 0) return;
  try {
    await sqlPool().query(
      `insert into category_days (day, model, category, prompts)
       select * from unnest($1::date[], $2::text[], $3::text[], $4::bigint[])
       on conflict (day, model, category) do update set prompts = category_days.prompts + excluded.prompts`,
      [
        taken.map(({ day }) => day),
        taken.map(({ model }) => model),
        taken.map(({ category }) => category),
        taken.map(({ prompts }) => prompts),
      ],
    );
  } catch (error) {
    for (const count of taken) add(count);
    timer ??= setTimeout(() => void writeCategories(), writeEveryMs).unref();
    log().warn({ event: "categories_not_written", ...errorFacts(error) });
  }
}
