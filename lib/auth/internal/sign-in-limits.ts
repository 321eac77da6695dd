import "server-only";
import { isKnownNetwork } from "@/lib/accounts/authenticate";
import { networkOf } from "@/lib/kernel/network";
import { addressRule, type RateRule, returnPoint, takePoint } from "@/lib/web/rate-limit";

const window = 15 * 60;
const ofStrangers: RateRule = { name: "sign_in_account", points: 10, durationSeconds: window };
const ofKnownNetwork: RateRule = { name: "sign_in_known", points: 10, durationSeconds: window };
const ofAddress: RateRule = { name: "sign_in_address", points: 50, durationSeconds: window };

type Attempt = { readonly rule: RateRule; readonly subject: string };

export type Admission =
  | { readonly allowed: true; readonly succeeded: () => Promise<void> }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

/**
 * Bounds guessing (A14): ten wrong passwords per account in a quarter of an hour from all unknown places together,
 * and ten more from each network the owner has signed in from, which strangers cannot use up. Right passwords do
 * not count.
 */
export async function admitSignIn(email: string, address: string): Promise<Admission> {
  const network = networkOf(address) ?? "unknown";
  const isKnown = await isKnownNetwork(email, network);
  const attempts: readonly Attempt[] = [
    addressRule(ofAddress, address),
    isKnown
      ? { rule: ofKnownNetwork, subject: `${email}|${network}` }
      : { rule: ofStrangers, subject: email },
  ];
  for (const { rule, subject } of attempts) {
    const verdict = await takePoint(rule, subject);
    if (!verdict.allowed) return { allowed: false, retryAfterSeconds: verdict.retryAfterSeconds };
  }
  return {
    allowed: true,
    succeeded: async () => {
      await Promise.all(attempts.map(({ rule, subject }) => returnPoint(rule, subject)));
    },
  };
}
