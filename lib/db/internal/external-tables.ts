/**
 * Tables the database has and the Prisma schema does not: the middle layer of two-level partitions. Leaf partitions
 * are ignored by the engine on its own. Each name stands with its schema, as Prisma wants it.
 */
export const externalTables: readonly string[] = ["public.generations_d30", "public.generations_d90"];
