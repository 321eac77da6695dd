/** Seconds that a code of an authenticator app is shown. */
export const stepSeconds = 30;

/** Steps by which the app's clock may be ahead or behind. */
const stepTolerance = 1;

export const codeDigits = 6;

/** Minutes in which an authenticator app that was set up has to be confirmed with a code. */
export const setUpMinutes = 15;

/** Minutes between the right password and the right code of a sign-in. */
export const challengeMinutes = 5;

/** Codes that are checked before a sign-in starts over with the password. */
export const codesPerChallenge = 5;

/**
 * Wrong codes of the app that an account allows. Each guess is right with a probability of 3 in a million, so 20
 * guesses a day succeed with a probability of 0.006%.
 */
export const wrongCodesPerHour = 10;
export const wrongCodesPerDay = 20;

export const recoveryCodeCount = 10;

/** 53 random bits. Digits only, so that one numeric field takes both kinds of codes, also on the keyboard of a phone. */
export const recoveryCodeDigits = 16;

/** When so few codes are left, the page asks to generate new ones. */
export const fewRecoveryCodes = 3;

/** The number of the step that a moment is in, since 1970. */
export function stepAt(moment: Date): number {
  return Math.floor(moment.getTime() / 1_000 / stepSeconds);
}

/** The steps whose codes are accepted at a moment. The latest is first. */
export function stepsAround(moment: Date): readonly number[] {
  const current = stepAt(moment);
  const steps: number[] = [];
  for (let step = current + stepTolerance; step >= current - stepTolerance; step -= 1) steps.push(step);
  return steps;
}

export type TypedCode = { readonly kind: "app" | "recovery"; readonly digits: string };

/** What a person typed, with or without spaces and hyphens; null when it is neither kind of code. */
export function readCode(typed: string): TypedCode | null {
  const digits = typed.normalize("NFKC").replace(/[\s\p{Dash}]/gu, "");
  if (!/^\d+$/.test(digits)) return null;
  if (digits.length === codeDigits) return { kind: "app", digits };
  return digits.length === recoveryCodeDigits ? { kind: "recovery", digits } : null;
}

export const codeShapeProblem = `Enter the ${codeDigits} digits that the app shows, or the ${recoveryCodeDigits} digits of a recovery code.`;

/** A recovery code as it is shown: "1234-5678-9012-3456". */
export function shownRecoveryCode(digits: string): string {
  return (digits.match(/.{4}/g) ?? []).join("-");
}

/** The app's secret as it is typed by hand: "JBSW Y3DP …". */
export function shownSecret(base32: string): string {
  return (base32.match(/.{1,4}/g) ?? []).join(" ");
}
