import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { examineRole, type RoleReport } from "@/lib/db/examine-role";
import { Warning } from "./finding";

/** `doctor`'s finding `role`. */
export async function checkRole(): Promise<string | Warning> {
  return judgeRole(await examineRole());
}

/**
 * Throws the product role's excess privileges, with the SQL that fixes them. A single role for everything is only a
 * warning: it works, and some providers offer only one account.
 */
export function judgeRole({ role, weaknesses, isSoleOwner, advice }: RoleReport): string | Warning {
  if (weaknesses.length === 0)
    return `${role} reads and writes rows, and can change neither tables nor history`;
  const sentence = `${role}: ${weaknesses.join("; ")}. To fix it: ${advice}`;
  if (isSoleOwner) return new Warning(sentence);
  throw new OperatorProblem(sentence);
}

/**
 * Warning for the log at the start when the role has excess privileges, which does not stop the product; null
 * otherwise.
 */
export function startWarning({ weaknesses }: RoleReport): string | null {
  if (weaknesses.length === 0) return null;
  return `${weaknesses.join("; ")}. \`npm run counterfoil -- doctor\` says how to fix it`;
}
