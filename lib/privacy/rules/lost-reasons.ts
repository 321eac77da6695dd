/** The reason on a mark of content that waits to be stored. */
export const awaitedReason = "awaited";

/** Most minutes that storing takes, even after a while without a database. */
export const awaitedMinutes = 2;

/**
 * SQL: true for a mark of lost content. An awaited mark counts as lost once it is older than storing takes; if the
 * content is stored after all, its mark is deleted.
 */
export const isLostSql = `(reason <> '${awaitedReason}' or created_at < now() - interval '${awaitedMinutes} minutes')`;
