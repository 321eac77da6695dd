import "server-only";
import { env } from "@/lib/config/env";
import { type Clock, msPerSecond, systemClock } from "@/lib/kernel/clock";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { stripe } from "../internal/stripe-client";
import { type StripeEvent, stripeEventSchema } from "../rules/stripe-objects";

/**
 * Most seconds that a signature's time may differ from this server's, in both directions: clocks differ a little,
 * forgeries a lot.
 */
const ageSecondsMax = 300;
const aheadSecondsMax = 60;

export type VerifiedEvent =
  | { readonly isReadable: true; readonly event: StripeEvent }
  /** Signed by Stripe, and no event that can be read; undefined when it is not even JSON. */
  | { readonly isReadable: false; readonly value: unknown };

/**
 * Parses the event in a webhook's body, after Stripe's signature over the raw text is verified; nothing is parsed
 * before. While the endpoint's secret is being rolled, the previous one is accepted too. Stripe's package checks only
 * the age, so a signature from the future is rejected here. All rejections look the same.
 */
export function verifyEvent(
  rawBody: string,
  signature: string | null,
  clock: Clock = systemClock,
): Outcome<VerifiedEvent, "bad_signature"> {
  if (!signature || signature.length > 2_000 || isAhead(signature, clock)) return fail("bad_signature");
  const { webhookSecret, previousWebhookSecret } = env().stripe;
  for (const secret of [webhookSecret, previousWebhookSecret]) {
    if (!secret || !isSigned({ rawBody, signature, secret, now: clock().getTime() })) continue;
    const value = parse(rawBody);
    const parsed = stripeEventSchema.safeParse(value);
    return ok(parsed.success ? { isReadable: true, event: parsed.data } : { isReadable: false, value });
  }
  return fail("bad_signature");
}

type Signed = {
  readonly rawBody: string;
  readonly signature: string;
  readonly secret: string;
  readonly now: number;
};

function isSigned({ rawBody, signature, secret, now }: Signed): boolean {
  try {
    const verifier = stripe().webhooks.signature;
    return verifier?.verifyHeader(rawBody, signature, secret, ageSecondsMax, undefined, now) ?? false;
  } catch {
    // Malformed headers throw errors of other kinds than a wrong signature.
    return false;
  }
}

/** Undefined when it is not JSON. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function isAhead(signature: string, clock: Clock): boolean {
  const latest = BigInt(Math.floor(clock().getTime() / msPerSecond) + aheadSecondsMax);
  const times = signature.split(",").filter((part) => part.trim().startsWith("t="));
  return times.some((part) => {
    const seconds = /^t=(\d{1,12})$/.exec(part.trim())?.[1];
    return seconds === undefined || BigInt(seconds) > latest;
  });
}
