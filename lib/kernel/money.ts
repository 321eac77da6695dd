/**
 * Money is whole nano-dollars in a `bigint` (1 USD = 1,000,000,000). Cheap models cost tens of nanos per token,
 * so anything coarser would round real usage to zero; a signed 64-bit column still holds nine billion dollars.
 */
export type Nanos = bigint;

export const nanosPerDollar = 1_000_000_000n;
export const nanosPerCent = 10_000_000n;

/**
 * Smallest integer not below `dividend / divisor`. The name shows the intent: round up once, in the operator's favor.
 */
export function divideCeil(dividend: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new RangeError("divisor must be positive");
  const quotient = dividend / divisor;
  return dividend % divisor > 0n ? quotient + 1n : quotient;
}

/** Largest integer not above `dividend / divisor`. */
export function divideFloor(dividend: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new RangeError("divisor must be positive");
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

/** Division without a remainder; throws when there is one. */
export function divideExact(dividend: bigint, divisor: bigint): bigint {
  if (divisor === 0n || dividend % divisor !== 0n) throw new RangeError("division is not exact");
  return dividend / divisor;
}

/**
 * Parses a decimal number of dollars ("10", "4.99", "0.000142", "1,234.50") into nanos; below zero it begins with "-", or
 * with U+2212 as in `formatDollars`. Null when it is not such a number, when a comma does not separate thousands ("2,50"),
 * or when it has more than nine decimals, which nanos cannot represent exactly.
 */
export function parseDollars(text: string): Nanos | null {
  const match = /^\s*([-−])?\$?\s*(\d{1,10}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,9}))?\s*$/.exec(text);
  if (!match) return null;
  const whole = BigInt((match[2] ?? "0").replaceAll(",", "")) * nanosPerDollar;
  const fraction = BigInt((match[3] ?? "").padEnd(9, "0"));
  return match[1] ? -(whole + fraction) : whole + fraction;
}

/**
 * Converts a JSON number of dollars to nanos, by its shortest decimal text. When that text has more than nine decimals
 * and the rest is only floating-point noise (0.1 + 0.2), the amount is rounded to nine. Otherwise the amount is too
 * fine and the result is null (also for 1e-12, which must not become zero). Also null when the value is not a number of
 * dollars.
 */
export function numberToNanos(value: number): Nanos | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e-(\d+))?$/.exec(String(value));
  if (!match) return parseDollars(String(value));
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(`${whole}${fraction}`);
  const decimals = fraction.length + Number(exponent);
  if (decimals <= 9) return parseDollars(`${sign}${fixed(digits, decimals)}`);
  const unit = 10n ** BigInt(decimals - 9);
  const nanos = (digits + unit / 2n) / unit;
  const rest = digits > nanos * unit ? digits - nanos * unit : nanos * unit - digits;
  if (rest * noisePart > digits || whole.length > wholeDigitsMax) return null;
  return sign ? -nanos : nanos;
}

/** Most digits before the decimal point, as in `parseDollars`. */
const wholeDigitsMax = 10;
/** Floating-point noise is less than one part in this of the amount. */
const noisePart = 10n ** 12n;

function fixed(digits: bigint, decimals: number): string {
  if (decimals === 0) return digits.toString();
  const text = digits.toString().padStart(decimals + 1, "0");
  return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

/** Exact decimal text of an amount, without trailing zeros: 142000n → "0.000142". Parses back to the same value. */
export function dollarsText(amountNanos: Nanos): string {
  const sign = amountNanos < 0n ? "-" : "";
  const magnitude = amountNanos < 0n ? -amountNanos : amountNanos;
  const fraction = (magnitude % nanosPerDollar).toString().padStart(9, "0").replace(/0+$/, "");
  return `${sign}${magnitude / nanosPerDollar}${fraction ? `.${fraction}` : ""}`;
}

/** A JSON number of dollars for the wire, where OpenRouter's API has numbers. Never used in arithmetic. */
export function dollarsNumber(amountNanos: Nanos): number {
  return Number(dollarsText(amountNanos));
}

export type DollarFormat = {
  /** Shows every digit. */
  readonly exact?: boolean;
  /** Shows this many decimals, for columns; one that would show as zero is shown as "<$0.01", or "−<$0.01" below zero. */
  readonly decimals?: number;
  /** Rounds down, for balances, their changes and what is left of a limit: never shows more than there is. */
  readonly floor?: boolean;
};

/**
 * An amount as text. Amounts below a cent show every digit ("$0.000142"), so that something is never "$0.00"; others
 * are rounded to the cent, half away from zero. The sign below zero is U+2212, as wide as "+"; what programs read comes
 * from `dollarsText`.
 */
export function formatDollars(amountNanos: Nanos, options: DollarFormat = {}): string {
  const sign = amountNanos < 0n ? "−" : "";
  const magnitude = amountNanos < 0n ? -amountNanos : amountNanos;
  const everyDigit =
    options.exact || (options.decimals === undefined && magnitude > 0n && magnitude < nanosPerCent);
  if (everyDigit) {
    const [whole = "0", fraction = ""] = dollarsText(magnitude).split(".");
    return `${sign}$${grouped(whole)}.${fraction.padEnd(2, "0")}`;
  }
  const decimals = options.decimals ?? 2;
  const unit = 10n ** BigInt(9 - decimals);
  const rounding = !options.floor ? unit / 2n : amountNanos < 0n ? unit - 1n : 0n;
  const units = (magnitude + rounding) / unit;
  // The sign comes first, as everywhere: a list of transactions adds "+" the same way.
  if (units === 0n && magnitude > 0n) return `${sign}<$${fixed(1n, decimals)}`;
  const [whole = "0", fraction = ""] = fixed(units, decimals).split(".");
  return `${sign}$${grouped(whole)}${fraction ? `.${fraction}` : ""}`;
}

/**
 * Decimals of a column of amounts: cents, or enough for two digits of the smallest amount that is not zero, at most
 * `max`.
 */
export function columnDecimals(amounts: readonly Nanos[], max = 4): number {
  const magnitudes = amounts
    .map((amount) => (amount < 0n ? -amount : amount))
    .filter((amount) => amount > 0n);
  const smallest = magnitudes.reduce((least, amount) => (amount < least ? amount : least), nanosPerDollar);
  if (smallest >= nanosPerCent) return 2;
  const leadingZeros = 9 - smallest.toString().length;
  return Math.min(leadingZeros + 2, max);
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}
