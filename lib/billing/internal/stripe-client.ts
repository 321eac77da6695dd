import "server-only";
import Stripe from "stripe";
import type { LogFields } from "@/lib/config/log";
import { env } from "@/lib/config/env";

let instance: Stripe | null = null;

/**
 * Stripe, or the simulator that speaks its protocol: env() allows another base only with a test key. Calls are
 * bounded in time and repeated twice at most, under one idempotency key.
 */
export function stripe(): Stripe {
  instance ??= connect();
  return instance;
}

function connect(): Stripe {
  const { secretKey, apiBase } = env().stripe;
  const limits = { timeout: 20_000, maxNetworkRetries: 2, telemetry: false } as const;
  if (!apiBase) return new Stripe(secretKey, limits);
  const base = new URL(apiBase);
  const protocol = base.protocol === "https:" ? "https" : "http";
  const port = base.port || (protocol === "https" ? "443" : "80");
  return new Stripe(secretKey, { ...limits, protocol, host: base.hostname, port });
}

/** True when events and objects of live mode are ours. An event of the other mode belongs to another environment. */
export function isLiveMode(): boolean {
  return env().stripe.secretKey.includes("_live_");
}

/** True when Stripe says that the object named by `param` (or any, when none is named) does not exist. */
export function isMissing(error: unknown, param?: string): boolean {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return false;
  return error.code === "resource_missing" && (param === undefined || error.param === param);
}

/** Kind, code and request of an error of Stripe's, for the log: never its message, which may repeat input. */
export function stripeErrorFacts(error: unknown): LogFields {
  if (!(error instanceof Stripe.errors.StripeError))
    return { kind: error instanceof Error ? error.name : typeof error };
  return { kind: error.type, code: error.code, status: error.statusCode, stripeRequest: error.requestId };
}
