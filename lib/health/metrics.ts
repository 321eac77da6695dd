import "server-only";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { type GaugeSource, gaugeSources } from "./internal/gauge-sources";

type Metrics = {
  readonly registry: Registry;
  readonly requests: Counter<"route" | "status">;
  readonly latency: Histogram<"route">;
};

// One registry per process, even when a development server evaluates this module again.
const store = globalThis as typeof globalThis & { counterfoilMetrics?: Metrics };

/** Counters of this process. Labels are routes and status codes, never ids, names or content. */
export function metrics(): Metrics {
  store.counterfoilMetrics ??= create();
  return store.counterfoilMetrics;
}

/**
 * Returns this process's counters and current figures as Prometheus text. A figure that cannot be read is left out,
 * because a zero would suggest that all is well.
 */
export async function renderMetrics(): Promise<string> {
  const { registry } = metrics();
  await Promise.all(gaugeSources.map((source) => refresh(registry, source)));
  return registry.metrics();
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
    help: "Time from the request's arrival to the head of its response",
    labelNames: ["route"] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  return { registry, requests, latency };
}

/** Removes the gauges of a source from the registry, and adds those that could be read. */
async function refresh(registry: Registry, source: GaugeSource): Promise<void> {
  const values = await source.read().catch(() => []);
  source.gauges.forEach(([name, help], index) => {
    registry.removeSingleMetric(name);
    const value = values[index];
    if (value !== undefined) new Gauge({ name, help, registers: [registry] }).set(value);
  });
}
