import "server-only";
import { examineRole } from "@/lib/db/examine-role";

/** `doctor`'s finding `role`: throws what the product's role may do too much, with the SQL that mends it. */
export async function checkRole(): Promise<string> {
  const { role, weaknesses, advice } = await examineRole();
  if (weaknesses.length > 0) throw new Error(`${role}: ${weaknesses.join("; ")}. To mend it: ${advice}`);
  return `${role} reads and writes rows, and can change neither tables nor history`;
}
