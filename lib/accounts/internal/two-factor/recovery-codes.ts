import "server-only";
import { createHmac, randomInt } from "node:crypto";
import type { Tx } from "@/lib/db/client";
import { recoveryCodeCount, recoveryCodeDigits, shownRecoveryCode } from "@/lib/accounts/rules/two-factor";

/**
 * The stored form of a recovery code. Keyed with the factor's secret, which is stored encrypted: who has the database, but
 * not ENCRYPTION_KEY, cannot try out the 53 bits of a code.
 */
export function hashRecoveryCode(secret: Buffer, digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    createHmac("sha256", secret)
      .update(JSON.stringify(["recovery code", digits]))
      .digest(),
  );
}

/**
 * Replaces an account's recovery codes, and returns the new ones as they are shown, this once. The caller has locked the
 * user.
 */
export async function replaceRecoveryCodes(
  tx: Tx,
  userId: string,
  secret: Buffer,
): Promise<readonly string[]> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
  const codes = new Set<string>();
  while (codes.size < recoveryCodeCount) codes.add(newCode());
  await tx.recoveryCode.createMany({
    data: [...codes].map((digits) => ({ userId, codeHash: hashRecoveryCode(secret, digits) })),
  });
  return [...codes].map(shownRecoveryCode);
}

function newCode(): string {
  return Array.from({ length: recoveryCodeDigits }, () => randomInt(10)).join("");
}
