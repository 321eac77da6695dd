import "server-only";
import { createHmac } from "node:crypto";
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { mailboxOf, normalizeEmail } from "@/lib/kernel/email";
import { env } from "@/lib/config/env";
import { sqlPool } from "@/lib/db/client";
import { isLoopbackNetwork, networkOf } from "@/lib/kernel/network";

/** At most `points` uses of one subject in `durationSeconds`. The name keeps the counters of rules apart. */
export type RateRule = { readonly name: string; readonly points: number; readonly durationSeconds: number };

export type RateVerdict = { readonly allowed: boolean; readonly retryAfterSeconds: number };

const limiters = new Map<string, RateLimiterPostgres>();

/**
 * Counts a use, or several at once, and returns whether all were within the rule. All processes share the count through PostgreSQL; when
 * that does not respond, each process counts separately instead of allowing everything or nothing.
 *
 * @param subject what the rule is counted for: an address, an account. Stored only as a keyed hash.
 */
export async function takePoint(rule: RateRule, subject: string, uses = 1): Promise<RateVerdict> {
  try {
    await limiterOf(rule).consume(keyOf(subject), uses);
    return { allowed: true, retryAfterSeconds: 0 };
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(rejection.msBeforeNext / 1_000)) };
  }
}

/** Returns one use: a success does not count against a rule about failures. */
export async function returnPoint(rule: RateRule, subject: string): Promise<void> {
  await limiterOf(rule).reward(keyOf(subject));
}

// On a loopback address all visitors share one address, be it a person trying the product or a proxy that is not
// configured. The same applies where the front server could not determine the client.
const sharedFactor = 20;

/** A rule counted for the network of an address. */
export function addressRule(
  rule: RateRule,
  address: string,
): { readonly rule: RateRule; readonly subject: string } {
  const network = networkOf(address) ?? "unknown";
  const isShared = network === "unknown" || isLoopbackNetwork(network);
  if (!isShared) return { rule, subject: network };
  return {
    rule: { ...rule, name: `${rule.name}_local`, points: rule.points * sharedFactor },
    subject: network,
  };
}

/**
 * A rule counted for the mailbox of the email address in a form, so that "+tags" do not add attempts. Null when the text is not an address: one count for all invalid texts
 * would let users' typos lock each other out.
 */
export function emailRule(
  rule: RateRule,
  text: FormDataEntryValue | null,
): { readonly rule: RateRule; readonly subject: string } | null {
  const email = typeof text === "string" ? normalizeEmail(text) : null;
  return email === null ? null : { rule, subject: mailboxOf(email) };
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

// The package subtracts `expire` from a number, and the pool returns int8 as bigint. The package also names its
// statements, which the pool must not do.
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

/** The message for the user. */
export function tooManyAttempts(retryAfterSeconds: number): string {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return `Too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`;
}
