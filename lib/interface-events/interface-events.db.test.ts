import { afterAll, expect, it } from "vitest";
import { updateInterfaceEvents } from "@/lib/accounts/update-profile";
import { closeDb, sqlPool } from "@/lib/db/client";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { countEvents } from "./count-events";
import { countOwnEvents, deleteOwnEvents } from "./delete-own-events";
import { getCollection, isCollecting } from "./is-collecting";
import { listEvents } from "./list-events";
import { purgeEvents } from "./purge-events";
import { recordEvents } from "./record-events";
import type { InterfaceEvent } from "./rules/event-names";

await testDatabase();
afterAll(closeDb);

const deleteUser = `update users set deleted_at = now(), email = null, name = null, organisation = null,
  password_hash = null, retired_password_hash = null, email_verified_at = null where id = $1`;

const opened: InterfaceEvent = { kind: "page", name: "/keys" };

async function collecting() {
  const workspace = await createWorkspace();
  await updatePrivacySettings(workspace.actor, { optionalData: true });
  return workspace;
}

it("are recorded only while the open workspace allows it, and only for people who are there", async () => {
  const { actor, userId } = await createWorkspace();
  expect(await isCollecting(actor)).toBe(false);
  expect(await recordEvents(actor, [opened])).toBe(0);
  await updatePrivacySettings(actor, { optionalData: true });
  expect(await isCollecting(actor)).toBe(true);
  expect(await recordEvents(actor, [opened, { kind: "action", name: "create_key", code: null }])).toBe(2);
  expect(await recordEvents(actor, [])).toBe(0);
  await updatePrivacySettings(actor, { optionalData: false });
  expect(await recordEvents(actor, [opened])).toBe(0);
  // Turning it off deletes nothing.
  expect((await listEvents(actor)).rows.map(({ words }) => words)).toEqual(["Create key", "Opened /keys"]);
  await updatePrivacySettings(actor, { optionalData: true });
  await sqlPool().query(deleteUser, [userId]);
  expect(await recordEvents(actor, [opened])).toBe(0);
});

it("a person turns them off for themselves from the commit on, and deletes their own", async () => {
  const [own, other] = [await collecting(), await collecting()];
  await recordEvents(own.actor, [opened, opened]);
  await recordEvents(other.actor, [opened]);
  const choice = await sqlPool().connect();
  await choice.query("begin");
  await choice.query("update users set interface_events_off = true where id = $1", [own.userId]);
  const recorded = recordEvents(own.actor, [opened]);
  await expect.poll(waitingLocks).toBeGreaterThan(0);
  await choice.query("commit");
  choice.release();
  expect(await recorded).toBe(0);
  expect(await getCollection(own.actor)).toEqual({ isAllowed: true, isOptedOut: true });
  expect([await isCollecting(own.actor), await isCollecting(other.actor)]).toEqual([false, true]);
  expect(await countOwnEvents(own.actor)).toBe(2);
  expect(await deleteOwnEvents(own.actor)).toEqual({ ok: true, value: { count: 2 } });
  expect(await deleteOwnEvents(own.actor)).toEqual({ ok: true, value: { count: 0 } });
  expect([await countOwnEvents(own.actor), await countOwnEvents(other.actor)]).toEqual([0, 1]);
  await updateInterfaceEvents(own.userId, false);
  expect(await recordEvents(own.actor, [opened])).toBe(1);
  // It narrows what the workspace allows, and never widens it.
  await updatePrivacySettings(own.actor, { optionalData: false });
  expect(await isCollecting(own.actor)).toBe(false);
});

async function waitingLocks(): Promise<number> {
  const { rows } = await sqlPool().query<{ waiting: number }>(
    "select count(*)::int as waiting from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())",
  );
  return rows[0]?.waiting ?? 0;
}

it("an event waits for the deletion of its account, and is not recorded then", async () => {
  const { actor, userId } = await collecting();
  const deletion = await sqlPool().connect();
  await deletion.query("begin");
  await deletion.query(deleteUser, [userId]);
  const recorded = recordEvents(actor, [opened]);
  await expect.poll(waitingLocks).toBeGreaterThan(0);
  await deletion.query("commit");
  deletion.release();
  expect(await recorded).toBe(0);
});

it("only names of the list are stored, with neither ids nor texts", async () => {
  const { actor } = await collecting();
  const { rows } = await sqlPool().query<{ name: string }>(
    "select column_name as name from information_schema.columns where table_name = 'interface_events' order by 1",
  );
  expect(rows.map(({ name }) => name)).toEqual(["code", "created_at", "id", "kind", "name", "user_id"]);
  for (const name of ["/keys/019a2f6e", "Ada", "a text", "a".repeat(65), ""])
    await expect(recordEvents(actor, [{ kind: "page", name }]), name).rejects.toMatchObject({
      code: "23514",
    });
  expect((await listEvents(actor)).rows).toEqual([]);
});

it("are listed in pages to their person alone", async () => {
  const [own, other] = [await collecting(), await collecting()];
  for (let page = 0; page < 3; page += 1) await recordEvents(own.actor, [opened]);
  await recordEvents(other.actor, [{ kind: "error", name: "page_failed" }]);
  const first = await listEvents(own.actor, { limit: 2 });
  expect(first.rows).toHaveLength(2);
  const second = await listEvents(own.actor, { limit: 2, cursor: first.nextCursor ?? undefined });
  expect(second).toMatchObject({ rows: [{ words: "Opened /keys" }], nextCursor: null });
  expect((await listEvents(other.actor)).rows.map(({ words }) => words)).toEqual(["Page failed"]);
});

it("operators see counts by name, with neither person nor time", async () => {
  await sqlPool().query("delete from interface_events");
  const [one, two] = [await collecting(), await collecting()];
  await recordEvents(one.actor, [opened, opened]);
  await recordEvents(two.actor, [opened, { kind: "action", name: "create_key", code: "limit_reached" }]);
  expect(await countEvents()).toEqual([
    { kind: "page", name: "/keys", code: null, events: 3 },
    { kind: "action", name: "create_key", code: "limit_reached", events: 1 },
  ]);
  expect(await countEvents(1)).toHaveLength(1);
});

it("are deleted after 30 days, and no sooner", async () => {
  await sqlPool().query("delete from interface_events");
  const { actor } = await collecting();
  await recordEvents(actor, [opened, { kind: "error", name: "page_failed" }]);
  const age = (name: string, days: string) =>
    sqlPool().query("update interface_events set created_at = now() - $2::interval where name = $1", [
      name,
      days,
    ]);
  await age("/keys", "29 days 23 hours");
  await age("page_failed", "30 days 1 minute");
  expect(await purgeEvents()).toBe(1);
  expect((await listEvents(actor)).rows.map(({ words }) => words)).toEqual(["Opened /keys"]);
});

it("one person has at most 5,000", async () => {
  const { actor } = await collecting();
  const many = Array.from({ length: 5_000 }, () => opened);
  expect(await recordEvents(actor, many)).toBe(5_000);
  expect(await recordEvents(actor, [opened])).toBe(0);
});
