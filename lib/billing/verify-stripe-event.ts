import "server-only";
import { env } from "@/lib/config/env";
import { type Clock, msPerSecond, systemClock } from "@/lib/kernel/clock";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { stripe } from "./internal/stripe-client";
import { type StripeEvent, stripeEventSchema } from "./rules/billing-events";

/**
 * Most seconds that a signature's time may differ from this server's, in both directions: clocks differ a little,
 * forgeries a lot.
 */
const ageSecondsMax = 300;
const aheadSecondsMax = 60;

/**
 * Parses the event in a webhook's body, after Stripe's signature over the raw text is verified; nothing is parsed
 * before. Stripe's package checks only the age, so a signature from the future is rejected here. All rejections look
 * the same.
 */
export function verifyStripeEvent(
  rawBody: string,
  signature: string | null,
  clock: Clock = systemClock,
): Outcome<StripeEvent, "bad_signature"> {
  if (!signature || signature.length > 2_000 || isAhead(signature, clock)) return fail("bad_signature");
  try {
    const now = clock().getTime();
    const { webhookSecret } = env().stripe;
    const event = stripe().webhooks.constructEvent(
      rawBody,
      signature,
      webhookSecret,
      ageSecondsMax,
      undefined,
      now,
    );
    const parsed = stripeEventSchema.safeParse(event);
    return parsed.success ? ok(parsed.data) : fail("bad_signature");
  } catch {
    return fail("bad_signature");
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
