import "server-only";
import { errorCode, isTransient } from "@/lib/db/database-errors";

/** True when `take_holds` reports that the process it was called for has ended. Nothing was written. */
export function isEndedProcess(error: unknown): boolean {
  return errorCode(error) === "CF002";
}

/** True when a connection broke or fell silent during a statement, so that it is unknown whether it was committed. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (!isTransient(error) || isUnsent(error)) return false;
  const code = errorCode(error);
  // Any other SQLSTATE means that the server wrote nothing.
  return code === null || !/^[0-9A-Z]{5}$/.test(code) || /^(08|57P0)/.test(code);
}

/** True when no connection was established, so that nothing was sent. */
export function isUnsent(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== null) return ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "57P03", "53300"].includes(code);
  // How the driver and its pool word a connection that was not established.
  return error instanceof Error && /trying to connect|due to connection timeout/.test(error.message);
}

/** True when the server did not respond for seconds. A retry would not get a response either. */
export function isSilent(error: unknown): boolean {
  return (
    isTransient(error) &&
    errorCode(error) === null &&
    error instanceof Error &&
    /timeout/i.test(error.message)
  );
}
