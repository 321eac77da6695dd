import "server-only";
import { createHmac } from "node:crypto";
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { normalizeEmail } from "@/lib/kernel/email";
import { env } from "@/lib/config/env";
import { sqlPool } from "@/lib/db/client";
import { networkOf } from "@/lib/kernel/network";

/** At most `points` uses of one subject in `durationSeconds`. The name keeps the counters of rules apart. */
export type RateRule = { readonly name: string; readonly points: number; readonly durationSeconds: number };

export type RateVerdict = { readonly allowed: boolean; readonly retryAfterSeconds: number };

const limiters = new Map<string, RateLimiterPostgres>();

/**
 * Counts one use and says whether it was within the rule. Shared by all processes through PostgreSQL; when
 * that does not answer, each process counts for itself rather than letting everybody through or nobody.
 *
 * @param subject whom the rule is counted for: an address, an account. Stored as a keyed hash only.
 */
export async function takePoint(rule: RateRule, subject: string): Promise<RateVerdict> {
  try {
    await limiterOf(rule).consume(keyOf(subject));
    return { allowed: true, retryAfterSeconds: 0 };
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(rejection.msBeforeNext / 1_000)) };
  }
}

/** Gives one use back: what succeeded does not count against a rule about failures. */
export async function returnPoint(rule: RateRule, subject: string): Promise<void> {
  await limiterOf(rule).reward(keyOf(subject));
}

// On a loopback address everybody is the same visitor, be it a person trying things out or a proxy that nobody named; the
// same where the edge could not know the client.
const sharedFactor = 20;

/** A rule counted for the network that an address lies in. */
export function addressRule(
  rule: RateRule,
  address: string,
): { readonly rule: RateRule; readonly subject: string } {
  const network = networkOf(address) ?? "unknown";
  const isShared = ["127.0.0.0/24", "0:0:0::/48", "unknown"].includes(network);
  if (!isShared) return { rule, subject: network };
  return {
    rule: { ...rule, name: `${rule.name}_local`, points: rule.points * sharedFactor },
    subject: network,
  };
}

/**
 * A rule counted for the address that a form names. Null when it cannot be read as one: there is nobody whom it could be
 * counted for, and one count for all of them would lock everybody's typos out together.
 */
export function emailRule(
  rule: RateRule,
  text: FormDataEntryValue | null,
): { readonly rule: RateRule; readonly subject: string } | null {
  const subject = typeof text === "string" ? normalizeEmail(text) : null;
  return subject === null ? null : { rule, subject };
}

function keyOf(subject: string): string {
  return createHmac("sha256", env().authSecret).update(subject).digest("base64url");
}

function limiterOf(rule: RateRule): RateLimiterPostgres {
  const known = limiters.get(rule.name);
  if (known) return known;
  const window = { keyPrefix: rule.name, points: rule.points, duration: rule.durationSeconds };
  const limiter = new RateLimiterPostgres({
    ...window,
    storeClient: counterStore,
    storeType: "pool",
    tableName: "rate_limits",
    tableCreated: true,
    clearExpiredByTimeout: true,
    insuranceLimiter: new RateLimiterMemory(window),
  });
  limiters.set(rule.name, limiter);
  return limiter;
}

// The package subtracts `expire` from a number, and our pool answers int8 with bigint. It also names its
// statements, which the pool must not.
const counterStore = {
  async query(statement: { text: string; values: unknown[] }) {
    const result = await sqlPool().query({ text: statement.text, values: statement.values });
    const rows = result.rows.map((row: Record<string, unknown>) => ({
      ...row,
      ...(typeof row["expire"] === "bigint" ? { expire: Number(row["expire"]) } : {}),
    }));
    return { ...result, rows };
  },
};

/** What a person is told. */
export function tooManyAttempts(retryAfterSeconds: number): string {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return `Too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`;
}
