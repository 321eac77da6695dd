import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { env } from "@/lib/config/env";
import { countOldTwoFactorSecrets } from "@/lib/accounts/two-factor/reseal-two-factor-secrets";
import { countOldAuditKeys } from "@/lib/audit/reseal-audit-keys";
import { countOldSeals } from "@/lib/ledger/reseal-ledger";
import { checkEncryption } from "@/lib/privacy/check-encryption";
import { Warning } from "./finding";

/**
 * `doctor`'s finding `secrets`: they differ from each other, and the current key decrypts what is stored. Their
 * strength was checked when they were read.
 */
export async function checkSecrets(): Promise<string | Warning> {
  if (process.env.AUTH_SECRET === process.env.ENCRYPTION_KEY)
    throw new OperatorProblem(
      "AUTH_SECRET and ENCRYPTION_KEY are the same: generate a second one with openssl rand -base64 48",
    );
  const [contents, seals, keys] = [await checkEncryption(), await countOldSeals(), await countOldAuditKeys()];
  const factors = await countOldTwoFactorSecrets();
  const unknown = things({
    hasContents: contents === "unreadable",
    seals: seals.unknown,
    keys: keys.unknown,
    factors: factors.unknown,
  });
  if (unknown)
    throw new OperatorProblem(
      `another key than ENCRYPTION_KEY sealed ${unknown}: set ENCRYPTION_KEY_PREVIOUS to it and run \`npm run counterfoil -- reseal\`; without it they can no longer be read or verified`,
    );
  const old = things({
    hasContents: contents === "previous",
    seals: seals.previous,
    keys: keys.previous,
    factors: factors.previous,
  });
  if (old)
    return new Warning(
      `ENCRYPTION_KEY_PREVIOUS sealed ${old}: run \`npm run counterfoil -- reseal\`, then remove that variable`,
    );
  if (env().previousEncryptionKey)
    return "ENCRYPTION_KEY decrypts the newest and the oldest stored data; ENCRYPTION_KEY_PREVIOUS can be removed after `reseal`";
  return contents === "none"
    ? "ENCRYPTION_KEY decrypts what is encrypted; no content of requests is stored"
    : "ENCRYPTION_KEY decrypts the newest and the oldest stored data";
}

type Sealed = {
  readonly hasContents: boolean;
  readonly seals: number;
  readonly keys: number;
  readonly factors: number;
};

function things({ hasContents, seals, keys, factors }: Sealed): string {
  const parts = [
    hasContents && "stored contents",
    seals > 0 && `${seals} seals of the ledger`,
    keys > 0 && `${keys} keys of the audit log`,
    factors > 0 && `${factors} secrets of authenticator apps`,
  ];
  return parts.filter(Boolean).join(" and ");
}
