import "server-only";
import { hash, parseOptions, verify } from "@node-rs/argon2";

// Argon2id with OWASP's minimum parameters: about 20 ms of one core.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1, algorithm: 2 } as const;

let dummy: Promise<string> | null = null;

/** Normalizes a password, so that spellings that look alike hash alike, whatever keyboard typed them. */
function normalized(password: string): string {
  return password.normalize("NFKC");
}

/** A PHC string with a new random salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalized(password), parameters);
}

/**
 * Compares a password with a hash. Without a hash it takes the same time, so that the delay does not reveal which
 * addresses have an account.
 */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword("nobody's");
  const matches = await verify(passwordHash ?? (await dummy), normalized(password));
  return matches && passwordHash !== null;
}

/** True when a stored hash was created with weaker parameters than the current ones. */
export function isOutdated(passwordHash: string): boolean {
  const made = parseOptions(passwordHash);
  return made.memoryCost < parameters.memoryCost || made.timeCost < parameters.timeCost;
}
