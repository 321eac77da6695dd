import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const kept = z.object({
  AUTH_SECRET: z.string(),
  ENCRYPTION_KEY: z.string(),
  STRIPE_SECRET_KEY: z.string(),
  STRIPE_WEBHOOK_SECRET: z.string(),
  /** Password of the embedded server's superuser, which creates the database and its roles. */
  databasePassword: z.string(),
  /** Password of the role that owns the tables, only for migrations. */
  ownerPassword: z.string(),
  /** Password of the role that the product runs as. */
  productPassword: z.string(),
});

/** Secrets of an instance without configured ones: generated once, then kept as long as DATA_DIR exists. */
export type KeptSecrets = z.infer<typeof kept>;

/**
 * Reads DATA_DIR/secrets.json and adds missing secrets. Only its owner may read the file. Throws when it cannot be
 * read, because new secrets would make the embedded database and all encrypted data unreadable.
 */
export function keepSecrets(dataDir: string): KeptSecrets {
  const file = path.join(dataDir, "secrets.json");
  const found = readKept(file);
  const secrets: KeptSecrets = {
    AUTH_SECRET: found.AUTH_SECRET ?? random(48),
    ENCRYPTION_KEY: found.ENCRYPTION_KEY ?? randomBytes(32).toString("base64"),
    STRIPE_SECRET_KEY: found.STRIPE_SECRET_KEY ?? `sk_test_${random(24)}`,
    STRIPE_WEBHOOK_SECRET: found.STRIPE_WEBHOOK_SECRET ?? `whsec_${random(32)}`,
    databasePassword: found.databasePassword ?? random(24),
    ownerPassword: found.ownerPassword ?? random(24),
    productPassword: found.productPassword ?? random(24),
  };
  if (Object.keys(found).length < Object.keys(secrets).length) {
    writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return secrets;
}

function readKept(file: string): Partial<KeptSecrets> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
  const parsed = kept.partial().safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new OperatorProblem(
      `${file} is damaged. Restore it from a back-up, or remove DATA_DIR as a whole.`,
    );
  return parsed.data;
}

/** Letters and digits only, so that a secret is safe in every shell and URL. */
function random(bytes: number): string {
  return randomBytes(bytes * 2)
    .toString("base64")
    .replace(/[^A-Za-z0-9]/g, "")
    .slice(0, Math.ceil((bytes * 4) / 3));
}
