import "server-only";
import { examineRole, type RoleReport } from "@/lib/db/examine-role";
import { Warning } from "./finding";

/** `doctor`'s finding `role`. */
export async function checkRole(): Promise<string | Warning> {
  return judgeRole(await examineRole());
}

/**
 * Throws what the product's role may do too much, with the SQL that fixes it. One role for everything is a choice that a
 * database with a single account leaves: it works, and is warned of.
 */
export function judgeRole({ role, weaknesses, isSoleOwner, advice }: RoleReport): string | Warning {
  if (weaknesses.length === 0)
    return `${role} reads and writes rows, and can change neither tables nor history`;
  const sentence = `${role}: ${weaknesses.join("; ")}. To fix it: ${advice}`;
  if (isSoleOwner) return new Warning(sentence);
  throw new Error(sentence);
}

/** What a start says once of a role that may do too much, for the log; null when there is nothing to say. It works all the same. */
export function startWarning({ weaknesses }: RoleReport): string | null {
  if (weaknesses.length === 0) return null;
  return `${weaknesses.join("; ")}. \`npm run counterfoil -- doctor\` says how to fix it`;
}
