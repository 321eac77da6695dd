import "server-only";
import Stripe from "stripe";
import type { LogFields } from "@/lib/config/log";
import { env } from "@/lib/config/env";

/** For calls of jobs: when Stripe does not respond, it is asked again in the next run. */
export const patience = { timeout: 5_000, maxNetworkRetries: 0 } as const;

let instance: Stripe | null = null;

/**
 * Stripe, or the simulator of its API: env() allows another base URL only with a test key. Calls have a timeout and are
 * retried at most twice, under one idempotency key.
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

/** True when this installation handles live mode. Events of the other mode belong to another environment. */
export function isLiveMode(): boolean {
  return env().stripe.secretKey.includes("_live_");
}

/** True when Stripe reports that the object named by `param` (or any object, when omitted) does not exist. */
export function isMissing(error: unknown, param?: string): boolean {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return false;
  return error.code === "resource_missing" && (param === undefined || error.param === param);
}

/** True when Stripe did not respond, or rejected a request. */
export function isStripeError(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError;
}

/** Kind, code and request id of a Stripe error, for the log: never its message, which may repeat input. */
export function stripeErrorFacts(error: unknown): LogFields {
  if (!(error instanceof Stripe.errors.StripeError))
    return { kind: error instanceof Error ? error.name : typeof error };
  return { kind: error.type, code: error.code, status: error.statusCode, stripeRequest: error.requestId };
}
