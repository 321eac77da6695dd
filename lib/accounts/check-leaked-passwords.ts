import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { openPasswordFile } from "./internal/password-file";

/**
 * Checks whether the operator's list of leaked passwords (LEAKED_PASSWORDS_FILE) can be used, and describes it. Throws
 * with a sentence that names the file, the problem and the fix.
 */
export async function checkLeakedPasswords(file: string): Promise<string> {
  const problem = (reason: string) => new OperatorProblem(`LEAKED_PASSWORDS_FILE: ${file} ${reason}`);
  const opened = await openPasswordFile(file).catch((error: unknown) => {
    throw problem(reasonOf(error));
  });
  try {
    const found = await opened.findProblem().catch(reasonOf);
    if (found) throw problem(found);
    const size = `${Math.max(1, Math.round(opened.bytes / 1_000_000))} MB`;
    return opened.kind === "hashes" ? `SHA-1 hashes, ${size}` : `passwords, ${size}`;
  } finally {
    await opened.close();
  }
}

/** The product's own messages pass through; a system error is described by its code. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT" || code === "ENOTDIR") return "does not exist";
  if (code === "EACCES" || code === "EPERM") return "may not be read by this user";
  if (code === "EISDIR") return "is not a file";
  if (code !== null) return `cannot be read (${String(code)})`;
  return error instanceof Error ? error.message : "cannot be read";
}
