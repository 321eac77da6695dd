import "server-only";

/**
 * Classes of SQLSTATE: connection lost (08); transaction rolled back because of another (40); out of connections,
 * memory or disk (53); stopped by an operator or a time limit (57); a disk or system call that failed (58).
 */
const transientClasses = new Set(["08", "40", "53", "57", "58"]);
/**
 * A lock wait that timed out; a transaction that idled or ran too long; a server that is read-only during a failover.
 */
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
/** What the driver says of a connection that ended during a query, failed to open, or fell silent. It has no codes. */
const driverWords =
  /connection terminated|timeout.*connect|not queryable|query read timeout|client was closed|connection error/i;
/** Prisma's codes for a connection that failed or was lost, and for a transaction that ran out of time. */
const prismaCodes = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2034", "P2037"]);

/**
 * True for errors after which the same transaction may be tried again: a lost race, a deadlock, a timeout, a connection
 * that broke, fell silent or failed to open. The transaction may have been committed all the same; the caller must be
 * able to tell.
 */
export function isTransient(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== null)
    return transientClasses.has(code.slice(0, 2)) || transientStates.has(code) || networkCodes.has(code);
  return error instanceof Error && driverWords.test(error.message);
}

/**
 * True when the database did not respond, or not in time, through `pg` or through Prisma: the query itself is fine, and
 * the caller may try again later. Its writes may have been committed.
 */
export function isUnavailable(error: unknown): boolean {
  if (prismaCodes.has(errorCode(error) ?? "")) return true;
  // Prisma wraps the driver's error in any other failure.
  const driverError = read(read(read(error, "meta"), "driverAdapterError"), "cause");
  return [error, driverError].some(isTransient);
}

/** True when a lock was not granted within the connection's limit. Nothing is written. */
export function isLockTimeout(error: unknown): boolean {
  return errorCode(error) === "55P03";
}

/** True when the server rolled back because of another transaction: a deadlock, or a lost race. */
export function isLostRace(error: unknown): boolean {
  return errorCode(error)?.startsWith("40") ?? false;
}

/** True when the server ended a statement that took too long. Nothing is written. */
export function isStatementTimeout(error: unknown): boolean {
  return errorCode(error) === "57014";
}

/** True when a unique constraint was violated, through `pg` or through Prisma. */
export function isUniqueViolation(error: unknown): boolean {
  return errorCode(error) === "P2002" || errorCode(error) === "23505";
}

/**
 * True when the database rejected the data itself: values (class 22), constraints (23), or more than an index entry can
 * hold (54). Trying again cannot help.
 */
export function isRejectedData(error: unknown): boolean {
  return /^(2[23]|54)\w{3}$/.test(errorCode(error) ?? "") && !isMissingPartition(error);
}

/**
 * True when a partitioned table has no partition for a row. The code is that of any CHECK; the routine tells them
 * apart.
 */
export function isMissingPartition(error: unknown): boolean {
  return errorCode(error) === "23514" && read(error, "routine") === "ExecFindPartition";
}

/** True when a statement raised because its conditions did not hold. Nothing is written. */
export function isConditionFailure(error: unknown): boolean {
  return errorCode(error) === "CF001";
}

/** The SQLSTATE of a server error, or the code of a connection or Prisma error; null for an error without one. */
export function errorCode(error: unknown): string | null {
  const code = read(error, "code");
  return typeof code === "string" ? code : null;
}

function read(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
