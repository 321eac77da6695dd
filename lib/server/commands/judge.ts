import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { Warning } from "./finding";

/*
 * The rules of `doctor` about values that it reads elsewhere. Each returns what is in order, or a warning, or throws an
 * `OperatorProblem` that says what to do.
 */

/** Signatures, sessions and limits compare clocks, so more than five seconds between two of them is an error. */
export function judgeClock(skewMs: number): string {
  if (skewMs > 5_000)
    throw new OperatorProblem(
      `this machine and the database are ${Math.round(skewMs / 1_000)} s apart; use NTP on both`,
    );
  return `within ${Math.ceil(skewMs)} ms of the database`;
}

/** Providers change their prices; after so many days without a change someone should compare. */
const priceDaysMax = 90;

export function judgePrices({
  text,
  days,
}: {
  readonly text: string;
  readonly days: number;
}): string | Warning {
  return days > priceDaysMax
    ? new Warning(`${text}: compare CATALOG_FILE with your providers' price lists, and restart`)
    : text;
}

type Address = {
  readonly appUrl: string;
  readonly isProduction: boolean;
  readonly trustedProxies: readonly string[];
  readonly isSandboxForced: boolean;
};

/** The product serves only http: if its address is https, a proxy is in front of it. */
export function judgeProxy({ appUrl, trustedProxies }: Pick<Address, "appUrl" | "trustedProxies">): string {
  if (!appUrl.startsWith("https:")) return "no proxy expected";
  if (trustedProxies.length > 0) return `trusted: ${trustedProxies.join(", ")}`;
  throw new OperatorProblem(
    "APP_URL is https, so there is a proxy in front, but TRUSTED_PROXIES is not set: all clients share one limit",
  );
}

export function judgeAddress({
  appUrl,
  isProduction,
  isSandboxForced,
}: Omit<Address, "trustedProxies">): string {
  const local = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(appUrl);
  if (isProduction && !local && appUrl.startsWith("http://"))
    throw new OperatorProblem(`${appUrl} is not https: cookies and keys travel in the clear`);
  return `${appUrl}${isSandboxForced ? " (SANDBOX=on: nothing here is real)" : ""}`;
}
