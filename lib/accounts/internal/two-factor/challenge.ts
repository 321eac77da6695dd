import "server-only";
import { timingSafeEqual } from "node:crypto";
import { deriveSecret, mintSecret } from "@/lib/config/secrets";
import { msPerMinute } from "@/lib/kernel/clock";
import { challengeMinutes } from "@/lib/accounts/rules/two-factor";

/** What a challenge is bound to: the account, the hash that the password was checked against, and the browser. */
export type ChallengeBinding = {
  readonly userId: string;
  readonly passwordHash: string | null;
  /** Name of the device, when it has signed in before. */
  readonly device: string | null;
  readonly userAgent: string | null;
};

/**
 * Proves for a few minutes that this browser gave the right password of an account. It opens no session without a code. A
 * new password makes it worthless.
 */
export function mintChallenge(binding: ChallengeBinding, now = new Date()): string {
  const issued = now.getTime().toString(36);
  const unsigned = `${issued}.${mintSecret()}.${binding.userId}`;
  return `${unsigned}.${signature(binding, unsigned)}`;
}

/** The account that a challenge names, before anything about it is proven; null when it has another shape. */
export function challengedUser(challenge: string): string | null {
  return shape.exec(challenge)?.[2] ?? null;
}

/** Whether a challenge was made for exactly this account, password and browser, and is not too old. */
export function isChallenge(challenge: string, binding: ChallengeBinding, now = new Date()): boolean {
  const [, issued = "", , mac = ""] = shape.exec(challenge) ?? [];
  const wanted = Buffer.from(signature(binding, challenge.slice(0, -(mac.length + 1))));
  const shown = Buffer.from(mac);
  if (shown.length !== wanted.length || !timingSafeEqual(shown, wanted)) return false;
  const ageMs = now.getTime() - Number.parseInt(issued, 36);
  return ageMs >= 0 && ageMs < challengeMinutes * msPerMinute;
}

const shape = /^([0-9a-z]{1,11})\.[\w-]{43}\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/;

function signature({ userId, passwordHash, device, userAgent }: ChallengeBinding, unsigned: string): string {
  return deriveSecret("second step", unsigned, userId, passwordHash, device, userAgent);
}
