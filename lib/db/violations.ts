import "server-only";

/** True when an error, from Prisma or from `pg`, says that a unique constraint was broken. */
export function isUniqueViolation(error: unknown): boolean {
  return errorCode(error) === "P2002" || errorCode(error) === "23505";
}

function errorCode(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}
