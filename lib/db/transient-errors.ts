import "server-only";

const transientStates = new Set(["40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300"]);
const networkCodes = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"]);

/**
 * True for errors after which the same transaction may be tried again: a lost race, a deadlock, a connection that
 * broke or could not be made. The transaction may have been committed all the same; the caller must be able to tell.
 */
export function isTransient(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== null) return transientStates.has(code) || networkCodes.has(code) || /^08\w{3}$/.test(code);
  // The driver reports a connection that ended under a query, or did not come about in time, without a code.
  return (
    error instanceof Error && /connection terminated|timeout.*connect|not queryable/i.test(error.message)
  );
}

/** True when the database refused the data itself (classes 22 and 23): trying again cannot help. */
export function isDataRefusal(error: unknown): boolean {
  return /^2[23]\w{3}$/.test(errorCode(error) ?? "") && !isMissingPartition(error);
}

/** True when a row found no leaf of its partitioned table. Known by the server's routine: its code is that of any CHECK. */
export function isMissingPartition(error: unknown): boolean {
  return errorCode(error) === "23514" && field(error, "routine") === "ExecFindPartition";
}

/** True when a statement ended itself by dividing by zero: how one that writes says that its conditions did not hold. */
export function isConditionFailure(error: unknown): boolean {
  return errorCode(error) === "22012";
}

function errorCode(error: unknown): string | null {
  return field(error, "code");
}

function field(error: unknown, name: "code" | "routine"): string | null {
  if (typeof error !== "object" || error === null || !(name in error)) return null;
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : null;
}
