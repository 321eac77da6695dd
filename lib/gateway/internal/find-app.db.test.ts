import { afterAll, expect, test } from "vitest";
import { closeDb, sqlPool } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { findApp } from "./find-app";

await testDatabase();
afterAll(closeDb);

const named = (title: string) => ({ referer: null, title });

test("many concurrent first calls of an app create one app and all get its id", async () => {
  const { workspaceId } = await createWorkspace();
  const found = await Promise.all(Array.from({ length: 20 }, () => findApp(workspaceId, named("New agent"))));
  const { rows } = await sqlPool().query("select id from apps where workspace_id = $1", [workspaceId]);
  expect(rows).toHaveLength(1);
  expect(new Set(found)).toEqual(new Set([rows[0]?.id]));
});

test("an app that another process creates at the same moment is found", async () => {
  const { workspaceId } = await createWorkspace();
  const other = await sqlPool().connect();
  await other.query("begin");
  const made = await other.query<{ id: string }>(
    "insert into apps (id, workspace_id, url, title) values (gen_random_uuid(), $1, '', 'Twice') returning id",
    [workspaceId],
  );
  const found = findApp(workspaceId, named("Twice"));
  await expect
    .poll(async () => {
      const { rows } = await sqlPool().query(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows.length;
    })
    .toBe(1);
  await other.query("commit");
  other.release();
  expect(await found).toBe(made.rows[0]?.id);
});
