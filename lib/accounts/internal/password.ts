import "server-only";
import { hash, parseOptions, verify } from "@node-rs/argon2";

// Argon2id with OWASP's least parameters: about 20 ms of one core.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1, algorithm: 2 } as const;

let dummy: Promise<string> | null = null;

/** Spellings of one passphrase that look alike hash alike, whichever keyboard typed them. */
function normalised(password: string): string {
  return password.normalize("NFKC");
}

/** PHC text with its own random salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), parameters);
}

/**
 * Compares in the same time whether or not there is something to compare with, so that an answer's delay does not
 * tell which addresses have an account.
 */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword("nobody's");
  const matches = await verify(passwordHash ?? (await dummy), normalised(password));
  return matches && passwordHash !== null;
}

/** True when a stored hash was made with weaker parameters than today's. */
export function isOutdated(passwordHash: string): boolean {
  const made = parseOptions(passwordHash);
  return made.memoryCost < parameters.memoryCost || made.timeCost < parameters.timeCost;
}
