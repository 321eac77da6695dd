import "server-only";
import { isTransient } from "./transient-errors";

/** Prisma's words for a connection that could not be had or kept, and for a transaction that ran out of its time. */
const prismaCodes = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2034", "P2037"]);

/**
 * True when the database did not answer, or not in time, whether it was asked through `pg` or through Prisma: nothing is
 * wrong with the question, and who asked may come back. What was to be written may have been written.
 */
export function isUnavailable(error: unknown): boolean {
  if (prismaCodes.has(String(read(error, "code")))) return true;
  // Prisma wraps what its driver says of any other failure.
  const driverError = read(read(read(error, "meta"), "driverAdapterError"), "cause");
  return [error, driverError].some(isTransient);
}

function read(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
