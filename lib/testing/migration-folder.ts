import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll } from "vitest";

const root = path.resolve(".test", `migrations-${process.pid}`);

/** Writes a folder with these migrations, by name, that lasts as long as the test file. */
export async function migrationFolder(scripts: Readonly<Record<string, string>>): Promise<string> {
  const folder = path.join(root, randomUUID());
  for (const [name, sql] of Object.entries(scripts)) {
    await mkdir(path.join(folder, name), { recursive: true });
    await writeFile(path.join(folder, name, "migration.sql"), sql);
  }
  return folder;
}

/** Removes the folders of this test file when it has ended. Call it once, at the head of the file. */
export function removeMigrationFolders(): void {
  afterAll(() => rm(root, { recursive: true, force: true }));
}
