import "server-only";

/**
 * Connection lost (08), transaction rolled back for another's sake (40), out of connections, memory or disk (53),
 * stopped by an operator or a time-out (57), a failing disk or system call (58).
 */
const transientClasses = new Set(["08", "40", "53", "57", "58"]);
/** A lock not to be had in time; idle or too long in a transaction; a server that only reads while another takes over. */
const transientStates = new Set(["55P03", "25P03", "25P04", "25006"]);
const networkCodes = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
/** The driver's words for a connection that ended under a query, did not come about, or fell silent. It has no codes. */
const driverWords =
  /connection terminated|timeout.*connect|not queryable|query read timeout|client was closed|connection error/i;

/**
 * True for errors after which the same transaction may be tried again: a lost race, a deadlock, a time-out, a
 * connection that broke, fell silent or could not be made. The transaction may have been committed all the same; the
 * caller must be able to tell.
 */
export function isTransient(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== null)
    return transientClasses.has(code.slice(0, 2)) || transientStates.has(code) || networkCodes.has(code);
  return error instanceof Error && driverWords.test(error.message);
}

/** True when a lock was not to be had within the connection's patience. Nothing is written. */
export function isLockTimeout(error: unknown): boolean {
  return errorCode(error) === "55P03";
}

/** True when the server rolled back for the sake of another transaction: a deadlock, or a lost race. */
export function isLostRace(error: unknown): boolean {
  return errorCode(error)?.startsWith("40") ?? false;
}

/** True when the server ended a statement that took too long. Nothing is written. */
export function isStatementTimeout(error: unknown): boolean {
  return errorCode(error) === "57014";
}

/**
 * True when the database refused the data itself: values (class 22), constraints (23), or more than an index entry can
 * hold (54). Trying again cannot help.
 */
export function isDataRefusal(error: unknown): boolean {
  return /^(2[23]|54)\w{3}$/.test(errorCode(error) ?? "") && !isMissingPartition(error);
}

/** True when a row found no partition of its partitioned table. Known by the server's routine: its code is that of any CHECK. */
export function isMissingPartition(error: unknown): boolean {
  return errorCode(error) === "23514" && field(error, "routine") === "ExecFindPartition";
}

/** True when a statement found that its conditions did not hold and raised, so that nothing of it is written. */
export function isConditionFailure(error: unknown): boolean {
  return errorCode(error) === "CF001";
}

/** The SQLSTATE of a server's error, or the code of a connection's; null for one without. */
export function errorCode(error: unknown): string | null {
  return field(error, "code");
}

function field(error: unknown, name: "code" | "routine"): string | null {
  if (typeof error !== "object" || error === null || !(name in error)) return null;
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : null;
}
