import { uuidv7 } from "uuidv7";
import { afterAll, expect, test } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { Redacted } from "@/lib/kernel/redacted";
import { drainContent, keepContent } from "@/lib/privacy/keep-content";
import { downloadedArchive, makePerson, requestedArchive } from "@/lib/testing/archives";
import { testDatabase } from "@/lib/testing/database";
import { readZip } from "@/lib/testing/read-zip";
import { makeArchives } from "./make-archives";
import type { Inventory } from "./rules/inventory";

await testDatabase();
afterAll(closeDb);

test("content that cannot be decrypted is in the archive without its text, and the inventory counts it", async () => {
  const { userId, workspaceId } = await makePerson();
  const ids = Array.from({ length: 3 }, () => uuidv7());
  const choices = [{ index: 0, message: { role: "assistant", content: "Yes." } }];
  for (const generationId of ids) {
    const content = new Redacted<unknown>({ input: { prompt: "Is it?" }, output: { choices } });
    keepContent({ workspaceId, generationId }, content, performance.now());
  }
  await drainContent();
  const damaged = ids[1] ?? "";
  await db().promptLog.update({
    where: { workspaceId_generationId: { workspaceId, generationId: damaged } },
    data: { nonce: new Uint8Array(12) },
  });
  const id = await requestedArchive(userId);
  expect(await makeArchives()).toBe(1);
  const files = await readZip(await downloadedArchive(userId, id));
  const read = (path: string) => (files.get(path) ?? Buffer.alloc(0)).toString();
  const { datasets } = JSON.parse(read("inventory.json")) as Inventory;
  const entry = datasets.find(({ name }) => name === "stored_content");
  expect(entry).toMatchObject({ rows: 3, unreadable: 1, csv: { rows: 3, unreadable: 1 } });
  const rows = JSON.parse(read("data/stored_content.json")) as { is_readable: boolean }[];
  expect(rows).toMatchObject([
    { is_readable: true, input: { prompt: "Is it?" }, choices, is_cut: false },
    { is_readable: false, input: null, choices: null, is_cut: null },
    { is_readable: true },
  ]);
});
