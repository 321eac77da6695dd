import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dropExpiredPartitions } from "@/lib/activity/partitions/drop-expired-partitions";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { recordGenerations } from "@/lib/activity/record-generations";
import { closeDb, db, sqlPool, sqlTransaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { finishedGeneration, generationIdAt } from "@/lib/testing/generations";
import { consentTo } from "@/lib/testing/removal-consent";
import { applyRetention } from "./apply-retention";
import { deletePromptLogs } from "./delete-prompt-logs";
import { eraseContent } from "./erase-content";
import { eraseWorkspaces } from "./erase-workspaces";
import { listPromptLogs } from "./list-prompt-logs";
import { listReceipts, type ReceiptCause } from "./list-receipts";
import { purgeExpired } from "./purge-expired";
import { readPromptLog } from "./read-prompt-log";
import { summarizeData } from "./summarize-data";
import { updatePrivacySettings } from "./update-privacy-settings";

await testDatabase();
afterAll(closeDb);

const daysAgo = (days: number) => new Date(Date.now() - days * msPerDay);

beforeAll(async () => {
  await ensurePartitions({ from: daysAgo(100), to: daysAgo(-1) });
  // Deletions of some workspaces fail, those of others are measured.
  await asOwner((client) =>
    client.query(`
      create table broken (workspace_id uuid, row_id uuid);
      create table measured (rows bigint, bytes bigint);
      grant all on broken, measured to public;
      create function refuse_broken() returns trigger language plpgsql as $$ begin
        if exists (select from broken b where b.workspace_id = coalesce(old.workspace_id, new.workspace_id)
          and (b.row_id is null or b.row_id = (to_jsonb(old) ->> 'id')::uuid)) then raise exception 'broken'; end if;
        return coalesce(new, old);
      end $$;
      create trigger broken before delete on generations for each row execute function refuse_broken();
      create trigger broken before insert or update on purge_receipts for each row execute function refuse_broken();
      create function measure() returns trigger language plpgsql as $$ begin
        insert into measured select count(*), sum(octet_length(ciphertext)) from gone having count(*) > 0;
        return null;
      end $$;
      create trigger measured after delete on prompt_logs referencing old table as gone
        for each statement execute function measure();`),
  );
});

async function record({ workspaceId }: MadeWorkspace, moments: readonly Date[]): Promise<string[]> {
  const rows = moments.map((moment) => {
    const id = generationIdAt(moment);
    const { holdId: _hold, ...row } = finishedGeneration({
      workspaceId,
      keyId: workspaceId,
      id,
      retention: "d30",
      costNanos: 0n,
    });
    return { ...row, transferId: null };
  });
  await sqlTransaction((client) => recordGenerations(client, rows));
  return rows.map(({ id }) => id);
}

async function keep({ workspaceId }: MadeWorkspace, createdAt = new Date(), bytes = 40): Promise<string> {
  const generationId = uuidv7();
  await sqlPool().query(
    `insert into prompt_logs (workspace_id, generation_id, nonce, ciphertext, created_at)
     values ($1, $2, $3, decode(repeat('00', $4), 'hex'), $5)`,
    [workspaceId, generationId, new Uint8Array(12), bytes, createdAt],
  );
  return generationId;
}

const breakRows = (workspaceId: string, rowId: string | null = null) =>
  sqlPool().query("insert into broken values ($1, $2)", [workspaceId, rowId]);
const fix = (workspaceId: string) =>
  sqlPool().query("delete from broken where workspace_id = $1", [workspaceId]);
const rowsOf = async ({ workspaceId }: MadeWorkspace) =>
  (await sqlPool().query("select 1 from generations where workspace_id = $1", [workspaceId])).rowCount;
const contentsOf = ({ workspaceId }: MadeWorkspace) => db().promptLog.count({ where: { workspaceId } });
async function receipts({ actor }: MadeWorkspace, cause: ReceiptCause = "retention") {
  const listed = await listReceipts(actor, { cause });
  if (!listed.ok) throw new Error(listed.code);
  return listed.value.rows;
}
const receiptsOf = async (made: MadeWorkspace) =>
  (await receipts(made)).map(({ subject, rows }) => [subject, rows]);

async function expectHidden({ actor }: MadeWorkspace, generationId: string): Promise<void> {
  expect(await listPromptLogs(actor)).toMatchObject({ value: { rows: [] } });
  expect(await readPromptLog(actor, generationId)).toMatchObject({ code: "not_found" });
  expect(await deletePromptLogs(actor, { generationId })).toMatchObject({ code: "not_found" });
  expect((await summarizeData(actor)).promptLogs).toMatchObject({ count: 0 });
}

async function keepNothing({ actor }: MadeWorkspace): Promise<void> {
  const changed = await updatePrivacySettings(actor, { retention: "none" }, await consentTo(actor, "none"));
  expect(changed).toMatchObject({ ok: true });
}

describe("a changed retention", () => {
  it("reaches every workspace, even when it fails for an earlier one", async () => {
    const [first, second] = [await createWorkspace(), await createWorkspace()];
    for (const workspace of [first, second]) {
      await record(workspace, [daysAgo(1)]);
      await keepNothing(workspace);
    }
    await breakRows(first.workspaceId);
    await applyRetention();
    expect([await rowsOf(first), await rowsOf(second)]).toEqual([1, 0]);
    await fix(first.workspaceId);
    await applyRetention();
    expect(await rowsOf(first)).toBe(0);
  });

  it("writes the receipt with each batch, so that an interrupted run has recorded what it removed", async () => {
    const mine = await createWorkspace();
    const ids = await record(
      mine,
      Array.from({ length: 5_003 }, (_, index) => new Date(daysAgo(2).getTime() + index)),
    );
    await keepNothing(mine);
    await breakRows(mine.workspaceId, ids.at(-1) ?? null);
    await applyRetention();
    expect(await rowsOf(mine)).toBe(3);
    expect(await receiptsOf(mine)).toEqual([["generations", 5_000n]]);
    await fix(mine.workspaceId);
    await applyRetention();
    expect(await receiptsOf(mine)).toEqual([["generations", 5_003n]]);
  });

  it("hides stored content immediately, and deletes it in batches by size", async () => {
    const mine = await createWorkspace();
    const kept = await keep(mine, new Date(), 20_000_000);
    for (let count = 0; count < 3; count += 1) await keep(mine, new Date(), 20_000_000);
    await updatePrivacySettings(mine.actor, { retention: "none" });
    await expectHidden(mine, kept);
    await sqlPool().query("delete from measured");
    await applyRetention();
    expect(await contentsOf(mine)).toBe(0);
    expect(await receiptsOf(mine)).toEqual([["prompt_logs_expired", 4n]]);
    const { rows } = await sqlPool().query("select rows, bytes from measured");
    expect(rows).toEqual([
      { rows: 2n, bytes: 40_000_000n },
      { rows: 2n, bytes: 40_000_000n },
    ]);
  });
});

describe("all stored content", () => {
  it("is deleted for every reader immediately, however long its rows take", async () => {
    const mine = await createWorkspace();
    const [first] = [await keep(mine), await keep(mine)];
    await sqlTransaction(async (client) => {
      await client.query("select 1 from prompt_logs where workspace_id = $1 for update", [mine.workspaceId]);
      expect(await deletePromptLogs(mine.actor)).toEqual({ ok: true, value: { removed: 2, more: false } });
      await expectHidden(mine, first);
      expect(await receipts(mine, "people")).toMatchObject([{ subject: "prompt_logs", goneAt: null }]);
    });
    await expect.poll(() => contentsOf(mine)).toBe(0);
    await expect
      .poll(() => receipts(mine, "people"))
      .toMatchObject([{ subject: "prompt_logs", rows: 2n, goneAt: expect.any(Date) as Date }]);
  });

  it("is deleted by a later run when the first one failed; content from after the deletion stays", async () => {
    const mine = await createWorkspace();
    await keep(mine);
    await sqlPool().query(
      `insert into purge_receipts (id, workspace_id, subject, cutoff, rows, created_at)
       values ($1, $2, 'prompt_logs', now(), 0, clock_timestamp())`,
      [uuidv7(), mine.workspaceId],
    );
    const later = await keep(mine, new Date(Date.now() + 2));
    await eraseContent();
    expect(await contentsOf(mine)).toBe(1);
    expect(await listPromptLogs(mine.actor)).toMatchObject({ value: { rows: [{ generationId: later }] } });
  });

  it("of a deleted workspace is hidden immediately and deleted in bounded batches", async () => {
    const mine = await createWorkspace();
    const kept = await keep(mine, new Date(), 20_000_000);
    for (let count = 0; count < 3; count += 1) await keep(mine, new Date(), 20_000_000);
    await db().workspace.update({ where: { id: mine.workspaceId }, data: { deletedAt: new Date() } });
    await expectHidden(mine, kept);
    await sqlPool().query("delete from measured");
    await eraseWorkspaces();
    expect(await contentsOf(mine)).toBe(0);
    const { rows } = await sqlPool().query("select rows from measured");
    expect(rows).toEqual([{ rows: 2n }, { rows: 2n }]);
  });
});

describe("deleted workspaces", () => {
  it("are erased even when the one that was deleted first fails, which is tried again", async () => {
    const [first, second] = [await createWorkspace(), await createWorkspace()];
    for (const [days, made] of [first, second].entries()) {
      await record(made, [daysAgo(1)]);
      const deletedAt = daysAgo(9 - days);
      await db().workspace.update({ where: { id: made.workspaceId }, data: { deletedAt } });
    }
    await breakRows(first.workspaceId);
    await eraseWorkspaces({ pageSize: 1 });
    expect([await rowsOf(first), await rowsOf(second)]).toEqual([1, 0]);
    await fix(first.workspaceId);
    await eraseWorkspaces({ pageSize: 1 });
    expect(await rowsOf(first)).toBe(0);
  });
});

describe("expired rows", () => {
  it("are not deleted without a receipt", async () => {
    const mine = await createWorkspace();
    await record(mine, [daysAgo(40), daysAgo(31)]);
    await keep(mine, daysAgo(40));
    await breakRows(mine.workspaceId, uuidv7());
    await sqlPool().query("update broken set row_id = null where workspace_id = $1", [mine.workspaceId]);
    await expect(dropExpiredPartitions()).rejects.toThrow("broken");
    await expect(purgeExpired()).rejects.toThrow("broken");
    expect([await rowsOf(mine), await contentsOf(mine)]).toEqual([2, 1]);
    await fix(mine.workspaceId);
    await Promise.all([dropExpiredPartitions(), dropExpiredPartitions(), purgeExpired()]);
    await dropExpiredPartitions();
    expect([await rowsOf(mine), await contentsOf(mine)]).toEqual([0, 0]);
    expect((await receiptsOf(mine)).toSorted()).toEqual([
      ["generations_expired", 2n],
      ["prompt_logs_expired", 1n],
    ]);
  });
});

describe("the summary", () => {
  it("shows when there is more than it counts", async () => {
    const mine = await createWorkspace();
    await sqlPool().query(
      `insert into prompt_logs (workspace_id, generation_id, nonce, ciphertext)
       select $1, gen_random_uuid(), '\\x00', '\\x00' from generate_series(1, 100001)`,
      [mine.workspaceId],
    );
    const [id] = await record(mine, [daysAgo(1)]);
    const { rows } = await sqlPool().query<{ name: string }>(
      "select quote_ident(attname) as name from pg_attribute where attrelid = 'generations'::regclass and attnum > 0",
    );
    const names = rows.map(({ name }) => name);
    const copied = names.map((name) =>
      name === "id" ? "overlay(id::text placing lpad(to_hex(n), 12, '0') from 25)::uuid" : name,
    );
    await sqlPool().query(
      `insert into generations (${names.join(", ")}) select ${copied.join(", ")}
         from generations, generate_series(1, 100000) n where workspace_id = $1 and id = $2`,
      [mine.workspaceId, id],
    );
    const summary = await summarizeData(mine.actor);
    expect(summary.promptLogs).toMatchObject({ count: 100_000, more: true });
    expect(summary.generations).toMatchObject({ count: 100_000, more: true });
    expect(summary.removedBy).toEqual({
      none: { count: 100_000, more: true },
      d30: { count: 0, more: false },
    });
  });
});
