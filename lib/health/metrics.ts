import "server-only";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { sqlPool } from "@/lib/db/client";

type Metrics = {
  readonly registry: Registry;
  readonly requests: Counter<"route" | "status">;
  readonly latency: Histogram<"route">;
};

// One registry per process, also when a development server evaluates this module again.
const store = globalThis as typeof globalThis & { counterfoilMetrics?: Metrics };

/** Counters of this process. Labels are routes and status codes, never ids, names or content. */
export function metrics(): Metrics {
  store.counterfoilMetrics ??= create();
  return store.counterfoilMetrics;
}

/** The Prometheus text of this process's counters and of the figures that are true for the whole database. */
export async function renderMetrics(): Promise<string> {
  return metrics().registry.metrics();
}

function create(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "counterfoil_" });
  const requests = new Counter({
    name: "counterfoil_api_requests_total",
    help: "Requests to the public API by route and HTTP status",
    labelNames: ["route", "status"] as const,
    registers: [registry],
  });
  const latency = new Histogram({
    name: "counterfoil_api_request_seconds",
    help: "Time from the request's arrival to the head of its answer",
    labelNames: ["route"] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  for (const { name, help, sql } of databaseGauges) {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const value = await probe(sql);
        if (value === null) gauge.reset();
        else gauge.set(value);
      },
    });
  }
  return { registry, requests, latency };
}

/** Each probes an index or a small table: a scrape must not cost what it watches. */
const databaseGauges = [
  {
    name: "counterfoil_open_holds",
    help: "Running requests that hold credits",
    sql: "select count(*) from holds where state = 'held'",
  },
  {
    name: "counterfoil_expired_open_holds",
    help: "Holds past their time that nobody has resolved; alert above 0 for 5 minutes",
    sql: "select count(*) from holds where state = 'held' and expires_at < now()",
  },
  {
    name: "counterfoil_mail_waiting",
    help: "Mails that are still to be sent",
    sql: "select count(*) from outbox_mails where sent_at is null and failed_at is null",
  },
  {
    name: "counterfoil_purchases_pending",
    help: "Purchases that were paid and are not credited yet",
    sql: "select count(*) from purchases where state = 'pending'",
  },
] as const;

async function probe(sql: string): Promise<number | null> {
  try {
    const { rows } = await sqlPool().query<{ count: bigint }>(sql);
    return Number(rows[0]?.count ?? 0);
  } catch {
    return null;
  }
}
