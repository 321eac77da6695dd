import "server-only";
import { errorCode, isTransient } from "@/lib/db/database-errors";

/** True when `take_holds` says that the process it was called for has ended. Nothing is written. */
export function isEndedProcess(error: unknown): boolean {
  return errorCode(error) === "CF002";
}

/** True when a connection broke or fell silent under a statement, which leaves open whether it was committed. */
export function isUnanswered(error: unknown): boolean {
  if (!isTransient(error) || isUnsent(error)) return false;
  const code = errorCode(error);
  // Any other SQLSTATE is the server's word that nothing was written.
  return code === null || !/^[0-9A-Z]{5}$/.test(code) || /^(08|57P0)/.test(code);
}

/** True when no connection came about, so that nothing was sent. */
export function isUnsent(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== null) return ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "57P03", "53300"].includes(code);
  // The driver's and its pool's words for a connection that did not come about.
  return error instanceof Error && /trying to connect|due to connection timeout/.test(error.message);
}

/** True when the server said nothing for seconds. It will not say more to a second try. */
export function isSilent(error: unknown): boolean {
  return (
    isTransient(error) &&
    errorCode(error) === null &&
    error instanceof Error &&
    /timeout/i.test(error.message)
  );
}
