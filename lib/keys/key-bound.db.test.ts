import { afterAll, expect, it } from "vitest";
import { closeDb, sqlPool } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createKey, keysMax } from "./create-key";

await testDatabase();
afterAll(closeDb);

it("a workspace has at most a thousand keys, however many are created concurrently", async () => {
  const { actor, workspaceId } = await createWorkspace();
  await sqlPool().query(
    `insert into api_keys (id, workspace_id, hash, name, label)
     select gen_random_uuid(), $1, encode(sha256(n::text::bytea), 'hex'), 'Key', 'sk' from generate_series(1, $2::int) n`,
    [workspaceId, keysMax - 2],
  );
  const made = await Promise.all(Array.from({ length: 8 }, () => createKey(actor, { name: "One more" })));
  expect(made.filter(({ ok }) => ok)).toHaveLength(2);
  expect(made.find(({ ok }) => !ok)).toMatchObject({ code: "too_many_keys" });
});
