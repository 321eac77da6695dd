import "server-only";
import { findSignInTrust } from "@/lib/accounts/find-sign-in-trust";
import { networkOf } from "@/lib/kernel/network";
import { addressRule, type RateRule, returnPoint, takePoint } from "@/lib/web/rate-limit";

const window = 15 * 60;
const ofStrangers: RateRule = { name: "sign_in_account", points: 10, durationSeconds: window };
const ofKnownNetwork: RateRule = { name: "sign_in_known", points: 10, durationSeconds: window };
const ofDevice: RateRule = { name: "sign_in_device", points: 10, durationSeconds: window };
const ofAddress: RateRule = { name: "sign_in_address", points: 50, durationSeconds: window };

type Attempt = { readonly rule: RateRule; readonly subject: string };

export type Admission =
  | { readonly allowed: true; readonly device: string | null; readonly succeeded: () => Promise<void> }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

/**
 * Bounds guessing: ten wrong passwords per account in a quarter of an hour from all unknown places together, ten
 * more from each network the owner has signed in from, and ten from each device, wherever it is, which nobody else can
 * use up. Right passwords do not count.
 *
 * @param deviceToken what the browser kept from an earlier sign-in.
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

/** A device counts for itself alone: neighbours in its network cannot lock it out either. */
function attemptsOf({ email, address, network, isKnownNetwork, device }: Place): readonly Attempt[] {
  if (device) return [{ rule: ofDevice, subject: device }];
  const ofPlace = isKnownNetwork
    ? { rule: ofKnownNetwork, subject: `${email}|${network}` }
    : { rule: ofStrangers, subject: email };
  // Behind a proxy that nobody named all clients are one: counted together they would lock each other out.
  return networkOf(address) === null ? [ofPlace] : [addressRule(ofAddress, address), ofPlace];
}
