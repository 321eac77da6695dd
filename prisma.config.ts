import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  experimental: { externalTables: true },
  // Tables that the migrations create and the Prisma schema does not have: the middle layer of two-level partitions. The
  // engine ignores the partitions themselves on its own. Prisma wants each name with its database schema.
  tables: { external: ["public.generations_d30", "public.generations_d90"] },
});
