import "server-only";
import { findSignInTrust } from "@/lib/accounts/find-sign-in-trust";
import { networkOf } from "@/lib/kernel/network";
import { addressRule, type RateRule, returnPoint, takePoint } from "@/lib/http/rate-limit";

const window = 15 * 60;
const unknownNetworkRule: RateRule = { name: "sign_in_account", points: 10, durationSeconds: window };
const knownNetworkRule: RateRule = { name: "sign_in_known", points: 10, durationSeconds: window };
const deviceRule: RateRule = { name: "sign_in_device", points: 10, durationSeconds: window };
const perAddressRule: RateRule = { name: "sign_in_address", points: 50, durationSeconds: window };

type Attempt = { readonly rule: RateRule; readonly subject: string };

export type Admission =
  | { readonly allowed: true; readonly device: string | null; readonly succeeded: () => Promise<void> }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

/**
 * Limits password guessing: ten wrong passwords per account in 15 minutes from all unknown networks together, ten more
 * from each network that the owner has signed in from, and ten from each known device on any network, which no other
 * client can use up. Correct passwords do not count.
 *
 * @param deviceToken the device cookie from an earlier sign-in.
 */
export async function admitSignIn(
  email: string,
  address: string,
  deviceToken: string | null,
): Promise<Admission> {
  const network = networkOf(address) ?? "unknown";
  const { isKnownNetwork, device } = await findSignInTrust({ email, network, deviceToken });
  const attempts = attemptsOf({ email, address, network, isKnownNetwork, device });
  for (const { rule, subject } of attempts) {
    const verdict = await takePoint(rule, subject);
    if (!verdict.allowed) return { allowed: false, retryAfterSeconds: verdict.retryAfterSeconds };
  }
  return {
    allowed: true,
    device,
    succeeded: async () => {
      await Promise.all(attempts.map(({ rule, subject }) => returnPoint(rule, subject)));
    },
  };
}

type Place = {
  readonly email: string;
  readonly address: string;
  readonly network: string;
  readonly isKnownNetwork: boolean;
  readonly device: string | null;
};

/** A device has its own limit, so that other clients of its network cannot lock it out either. */
function attemptsOf({ email, address, network, isKnownNetwork, device }: Place): readonly Attempt[] {
  if (device) return [{ rule: deviceRule, subject: device }];
  const ofPlace = isKnownNetwork
    ? { rule: knownNetworkRule, subject: `${email}|${network}` }
    : { rule: unknownNetworkRule, subject: email };
  // Behind a proxy that is not configured, all clients share one address; one limit would lock all of them out.
  return networkOf(address) === null ? [ofPlace] : [addressRule(perAddressRule, address), ofPlace];
}
