import { getUsageChart } from "@/lib/activity/get-usage-chart";
import { exportGenerations } from "@/lib/activity/export-generations";
import { listFacets } from "@/lib/activity/list-facets";
import { listGenerations } from "@/lib/activity/list-generations";
import { parseActivityFilters } from "@/lib/activity/rules/parse-filters";
import { seedActivity } from "@/lib/activity/seed/seed-activity";
import pg from "pg";
import { sqlPool } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import type { Actor } from "@/lib/kernel/actor";
import { testRole } from "@/lib/testing/environment";
import { createWorkspace } from "@/lib/testing/factories";
import { type Bench, type BenchRow, median } from "./bench";

const days = 30;
const rounds = 7;

/**
 * Feed and charts of the largest workspace at two sizes, through the product's verbs, compared with the queries that a
 * plain log table with LiteLLM's indexes needs for the same screen: `count(*)` and an OFFSET page, and sums of raw
 * rows. The log table has the same rows in the same database; each pair of figures is measured alternately.
 */
export const activityBench: Bench = {
  name: "activity",
  run: async ({ rows, ownerUrl, say }) => {
    const report: BenchRow[] = [];
    for (const count of [Math.ceil(rows / 10), rows]) {
      say(`seeding ${count} requests`);
      const started = performance.now();
      const { actor } = await createWorkspace();
      await seedActivity({ rows: count, days, workspaceId: actor.workspaceId });
      const seconds = (performance.now() - started) / 1_000;
      say(`seeded in ${seconds.toFixed(1)} s; copying them into the log table`);
      await makeLog(ownerUrl);
      report.push(
        { what: `${count} rows: seeded`, figure: count / seconds, unit: "rows/s" },
        ...(await measure(actor, count)),
      );
    }
    return report;
  },
};

/** LiteLLM's spend log with the indexes of its schema: by time, by end user, by time and request. */
async function makeLog(ownerUrl: string): Promise<void> {
  const statements = [
    "DROP TABLE IF EXISTS bench_log",
    `CREATE TABLE bench_log AS
       SELECT id::text AS request_id, workspace_id::text AS team_id, key_id::text AS api_key, model, provider, end_user,
              created_at AS start_time, status, prompt_tokens, completion_tokens, cost_nanos::double precision / 1e9 AS spend,
              '{}'::jsonb AS metadata
         FROM generations`,
    "ALTER TABLE bench_log ADD PRIMARY KEY (request_id)",
    "CREATE INDEX ON bench_log (start_time)",
    "CREATE INDEX ON bench_log (end_user)",
    "CREATE INDEX ON bench_log (start_time, request_id)",
    "VACUUM ANALYZE bench_log",
    `GRANT SELECT ON bench_log TO ${testRole.name}`,
    "ANALYZE generations",
    "ANALYZE usage_days",
    "ANALYZE usage_quarter_hours",
  ];
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function measure(actor: Actor, count: number): Promise<BenchRow[]> {
  const team = actor.workspaceId;
  const feed = (query: Record<string, string>) => () =>
    listGenerations(actor, parseActivityFilters({ range: "30d", ...query }));
  const logPage = (offset: number) => async () => {
    const since = new Date(Date.now() - days * 86_400_000);
    await sqlPool().query("SELECT count(*) FROM bench_log WHERE team_id = $1 AND start_time >= $2", [
      team,
      since,
    ]);
    await sqlPool().query(
      "SELECT * FROM bench_log WHERE team_id = $1 AND start_time >= $2 ORDER BY start_time DESC LIMIT 50 OFFSET $3",
      [team, since, offset],
    );
  };
  const { rows: own } = await sqlPool().query<{ rows: bigint }>(
    "SELECT count(*) AS rows FROM generations WHERE workspace_id = $1",
    [team],
  );
  const depth = Math.min(50_000, Number(own[0]?.rows ?? 0n) - 100);
  const { rows: deep } = await sqlPool().query<{ id: string; model: string }>(
    "SELECT id, model FROM generations WHERE workspace_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2",
    [team, depth],
  );
  const at = present(deep[0], "a deep row");
  const first = await alternate(feed({}), logPage(0));
  const deeper = await alternate(feed({ cursor: `older-${at.id}` }), logPage(depth));
  const chart = await alternate(
    () => getUsageChart(actor, parseActivityFilters({ range: "30d" })),
    () =>
      sqlPool().query(
        "SELECT date_trunc('day', start_time) AS day, model, sum(spend), sum(prompt_tokens + completion_tokens), count(*) FROM bench_log WHERE team_id = $1 AND start_time >= now() - interval '30 days' GROUP BY 1, 2",
        [team],
      ),
  );
  const what = (text: string) => `${count} rows: ${text}`;
  const against = (text: string, pair: Pair, goal: number): BenchRow => ({
    what: what(text),
    figure: pair.ours,
    unit: "ms",
    ratio: pair.theirs / pair.ours,
    goal: `≥ ${goal} ×`,
    ok: pair.theirs / pair.ours >= goal,
  });
  const filters: BenchRow[] = [];
  const queries: Record<string, Record<string, string>> = {
    "a model": { model: at.model },
    "no match": { model: "no/such" },
    "an end user": { user: "user-1000" },
    "status 502": { status: "502" },
  };
  for (const [name, query] of Object.entries(queries)) {
    const ms = await timed(feed(query));
    filters.push({
      what: what(`feed filtered by ${name}`),
      figure: ms,
      unit: "ms",
      ratio: ms / first.ours,
      goal: "≤ 3 × the first page",
      ok: ms <= 3 * first.ours,
    });
  }
  const exported = await exportSpeed(actor);
  return [
    against("first feed page, against count(*) + OFFSET", first, 300),
    against(`feed page at depth ${depth}, against the same`, deeper, 300),
    {
      what: what("  depth against the first page"),
      figure: deeper.ours,
      unit: "ms",
      ratio: deeper.ours / first.ours,
      goal: "≤ 1.5 ×",
      ok: deeper.ours <= 1.5 * first.ours,
    },
    ...filters,
    against("30-day chart with the period before, against raw rows", chart, 50),
    {
      what: what("facets"),
      figure: await timed(() => listFacets(actor, parseActivityFilters({ range: "30d" }))),
      unit: "ms",
      goal: "≤ 10 ms",
    },
    {
      what: what("CSV of 30 days"),
      figure: exported,
      unit: "rows/s",
      goal: "≥ 100,000",
      ok: exported >= 100_000,
    },
  ];
}

type Pair = { readonly ours: number; readonly theirs: number };

/** Medians of both, measured alternately after two warm-up rounds. */
async function alternate(ours: () => Promise<unknown>, theirs: () => Promise<unknown>): Promise<Pair> {
  const [mine, others]: [number[], number[]] = [[], []];
  for (let round = -2; round < rounds; round += 1) {
    const [left, right] = [await once(ours), await once(theirs)];
    if (round < 0) continue;
    mine.push(left);
    others.push(right);
  }
  return { ours: median(mine), theirs: median(others) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = -2; round < rounds; round += 1) {
    const ms = await once(work);
    if (round >= 0) times.push(ms);
  }
  return median(times);
}

async function once(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function exportSpeed(actor: Actor): Promise<number> {
  const started = performance.now();
  // Neither the headings nor the last line.
  let lines = -2;
  for await (const part of exportGenerations(actor, parseActivityFilters({ range: "30d" }))) {
    for (let at = part.indexOf("\n"); at >= 0; at = part.indexOf("\n", at + 1)) lines += 1;
  }
  return (lines * 1_000) / (performance.now() - started);
}
