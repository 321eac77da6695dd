import "server-only";
import { db, sqlPool } from "@/lib/db/client";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import {
  codeShapeProblem,
  readCode,
  wrongCodesPerDay,
  wrongCodesPerHour,
} from "@/lib/accounts/rules/two-factor";
import { hashRecoveryCode } from "./recovery-codes";
import { openSecret } from "./sealed-secret";
import { matchedStep } from "./totp";

export type CodeProblem = "wrong_code" | "too_many_codes";

type Sealed = { readonly id: string; readonly nonce: Uint8Array; readonly ciphertext: Uint8Array };

/**
 * Uses up a code of the account: from the app, or a recovery code. Each works once, also when it is given
 * many times at once. The account must have a confirmed app; without one every code is wrong.
 */
export async function takeCode(
  userId: string,
  typed: string,
  now: Date,
): Promise<Outcome<{ readonly kind: "app" | "recovery" }, CodeProblem>> {
  const code = readCode(typed);
  if (!code) return wrongCode(codeShapeProblem);
  if (code.kind === "app") return takeAppCode(userId, code.digits, now);
  return (await takeRecoveryCode(userId, code.digits))
    ? ok({ kind: "recovery" })
    : wrongCode("That recovery code isn't right, or it has already been used.");
}

async function takeAppCode(
  userId: string,
  digits: string,
  now: Date,
): Promise<Outcome<{ readonly kind: "app" }, CodeProblem>> {
  const factor = await takeAttempt(userId, now);
  if (!factor) return (await findConfirmed(userId)) ? tooMany() : wrongCode();
  const secret = openSecret(factor.id, factor);
  const step = secret && matchedStep(secret, digits, now);
  if (step === null) return wrongCode();
  return (await takeStep(userId, factor.id, step))
    ? ok({ kind: "app" })
    : wrongCode("That code has been used. Wait until the app shows the next one.");
}

/**
 * Counts the code as wrong before it is checked, so that concurrent guesses cannot pass the limit. Null when the limit is
 * reached or there is no confirmed factor. Attempts of more than a day ago are forgotten.
 */
async function takeAttempt(userId: string, now: Date): Promise<Sealed | null> {
  const since = (span: string) =>
    `SELECT made FROM unnest(wrong_codes) AS made WHERE made > $2::timestamptz - interval '${span}'`;
  const { rows } = await sqlPool().query<Sealed>(
    `UPDATE two_factor_secrets SET wrong_codes = array_append(ARRAY(${since("1 day")}), $2::timestamptz)
      WHERE user_id = $1 AND confirmed_at IS NOT NULL
        AND (SELECT count(*) FROM (${since("1 day")}) AS day) < $3
        AND (SELECT count(*) FROM (${since("1 hour")}) AS hour) < $4
     RETURNING id, nonce, ciphertext`,
    [userId, now, wrongCodesPerDay, wrongCodesPerHour],
  );
  return rows[0] ?? null;
}

/** True for exactly one of many calls with a step, and never after a later one. A right code does not count as wrong. */
async function takeStep(userId: string, factorId: string, step: number): Promise<boolean> {
  const { rowCount } = await sqlPool().query(
    `UPDATE two_factor_secrets
        SET last_step = $3, wrong_codes = wrong_codes[1:cardinality(wrong_codes) - 1]
      WHERE user_id = $1 AND id = $2 AND confirmed_at IS NOT NULL AND last_step < $3`,
    [userId, factorId, step],
  );
  return rowCount === 1;
}

/** Of many concurrent calls with a code, one deletes its row. A recovery code is too long to be guessed, so none is counted. */
async function takeRecoveryCode(userId: string, digits: string): Promise<boolean> {
  const factor = await findConfirmed(userId);
  const secret = factor && openSecret(factor.id, factor);
  if (!secret) return false;
  const { count } = await db().recoveryCode.deleteMany({
    where: { userId, codeHash: hashRecoveryCode(secret, digits) },
  });
  return count === 1;
}

/** The confirmed authenticator app of an account, with its sealed secret. */
export async function findConfirmed(userId: string): Promise<Sealed | null> {
  return db().twoFactorSecret.findFirst({
    where: { userId, confirmedAt: { not: null } },
    select: { id: true, nonce: true, ciphertext: true },
  });
}

export function wrongCode(
  message = "That code isn't right. Codes change every 30 seconds; check that the app's clock is right.",
): Failure<"wrong_code"> {
  return fail("wrong_code", { field: "factorCode", message });
}

function tooMany(): Failure<"too_many_codes"> {
  return fail("too_many_codes", {
    field: "factorCode",
    message:
      "Too many wrong codes. Use a recovery code, or try again later: in an hour, or tomorrow if there were 20 today.",
  });
}
