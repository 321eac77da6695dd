import { afterAll, describe, expect, it } from "vitest";
import { uuidv7 } from "uuidv7";
import { createUser } from "@/lib/accounts/create-user";
import { deleteAccount } from "@/lib/accounts/delete-account";
import { setLowBalanceAlert } from "@/lib/alerts/alert-settings";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { defaultFormats } from "@/lib/kernel/format";
import { createKey } from "@/lib/keys/create-key";
import { deleteKey } from "@/lib/keys/delete-key";
import { describeKeyEvent } from "@/lib/keys/rules/key-history";
import { updateKey } from "@/lib/keys/update-key";
import { correctBalance } from "@/lib/ledger/correct-balance";
import { grantCredits } from "@/lib/ledger/grant-credits";
import { eraseWorkspaces } from "@/lib/privacy/erase-workspaces";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { updateWorkspace } from "@/lib/workspaces/update-workspace";
import { listAudit } from "./list-audit";
import { sealOlderEntries } from "./seal-older-entries";

await testDatabase();
afterAll(closeDb);

const canary = "Zephyrine-Quill";
const password = "violet anchor minute parsnip";

async function person() {
  const email = `${canary.toLowerCase()}-${uuidv7()}@example.test`;
  const created = await createUser({ email, password, verified: true, name: canary });
  if (!created.ok) throw new Error(created.code);
  const { userId, workspaceId } = created.value;
  return { email, userId, workspaceId, actor: { userId, workspaceId, role: "owner" as const } };
}

/** How often the canary is in a table, in plain text and as it would be in binary columns. */
async function hits(table: "audit_events" | "audit_keys"): Promise<number> {
  const forms = [
    canary,
    Buffer.from(canary).toString("hex"),
    Buffer.from(canary).toString("base64").slice(0, 18),
  ];
  const { rows } = await sqlPool().query<{ found: number }>(
    `select count(*)::int as found from ${table} t, unnest($1::text[]) form where strpos(lower(t::text), lower(form)) > 0`,
    [forms],
  );
  return rows[0]?.found ?? -1;
}

/** Makes an entry of every kind that takes a text from a person. */
async function changeEverything(actor: Actor): Promise<string> {
  const made = await createKey(actor, { name: `for ${canary}` });
  if (!made.ok) throw new Error(made.code);
  const { id } = made.value.key;
  await updateKey(actor, { id }, { name: `${canary} again`, limitNanos: 5_000_000_000n });
  await updateWorkspace(actor, { name: `Team ${canary}`, timeZone: "Europe/Berlin" });
  await updatePrivacySettings(actor, { ignoredProviders: ["quarry"] });
  await setLowBalanceAlert(actor, { on: true, threshold: 5n });
  const { workspaceId } = actor;
  const money = { workspaceId, amountNanos: 7n, reason: `Asked by ${canary}` };
  await grantCredits({ userId: actor.userId }, { ...money, idempotencyKey: uuidv7() });
  await correctBalance(
    { userId: actor.userId },
    { ...money, mayGoNegative: false, idempotencyKey: uuidv7() },
  );
  await deleteKey(actor, { id });
  return id;
}

const sentences = async (workspaceId: string, targetId: string) =>
  (await listAudit(workspaceId, { targetId, limit: 20 })).map((line) =>
    describeKeyEvent(line, defaultFormats, "UTC"),
  );

/** An entry as an earlier version wrote it. */
async function writeOlder(workspaceId: string, targetId: string): Promise<void> {
  await sqlPool().query(
    `insert into audit_events (id, workspace_id, action, target_id, before, after)
     values ($1, $2, 'key.changed', $3, $4, $5)`,
    [
      uuidv7(),
      workspaceId,
      targetId,
      { name: canary, limitNanos: null },
      { name: `${canary} two`, limitNanos: "2000000000" },
    ],
  );
}

describe("names in the audit log", () => {
  it("can be read until the workspace is deleted, and by no one afterwards", async () => {
    const { email, userId, workspaceId, actor } = await person();
    const keyId = await changeEverything(actor);
    expect(await hits("audit_events")).toBe(0);
    expect(await sentences(workspaceId, keyId)).toEqual([
      "Deleted.",
      `Renamed from “for ${canary}” to “${canary} again”. Limit changed from no limit to $5.00.`,
      "Created with no limit.",
    ]);
    const [renamed] = await listAudit(workspaceId, { targetId: keyId, limit: 1 });
    expect(renamed?.before).toMatchObject({ name: `${canary} again`, limitNanos: "5000000000" });
    expect(await db().auditKey.count({ where: { workspaceId } })).toBe(1);
    expect(await deleteAccount({ userId, confirmation: email, currentPassword: password })).toMatchObject({
      ok: true,
    });
    await eraseWorkspaces();
    expect([await hits("audit_events"), await hits("audit_keys")]).toEqual([0, 0]);
    expect(await db().auditKey.count({ where: { workspaceId } })).toBe(0);
    expect(await sentences(workspaceId, keyId)).toEqual([
      "Deleted.",
      "Limit changed from no limit to $5.00.",
      "Created with no limit.",
    ]);
    // A correction after the deletion makes no new key.
    await correctBalance(
      { userId },
      { workspaceId, amountNanos: 1n, reason: canary, mayGoNegative: true, idempotencyKey: uuidv7() },
    );
    expect(await hits("audit_events")).toBe(0);
    expect(await db().auditKey.count({ where: { workspaceId } })).toBe(0);
  });

  it("of earlier versions are sealed by a job, and those of deleted workspaces removed", async () => {
    const [mine, gone] = [await createWorkspace(), await createWorkspace()];
    const targetId = uuidv7();
    for (const { workspaceId } of [mine, gone]) await writeOlder(workspaceId, targetId);
    await db().workspace.update({ where: { id: gone.workspaceId }, data: { deletedAt: new Date() } });
    const before = await sentences(mine.workspaceId, targetId);
    expect(before).toEqual([
      `Renamed from “${canary}” to “${canary} two”. Limit changed from no limit to $2.00.`,
    ]);
    expect(await hits("audit_events")).toBe(2);
    const runs = await Promise.all([sealOlderEntries({ size: 1 }), sealOlderEntries({ size: 1 })]);
    expect(Math.max(...runs)).toBeGreaterThanOrEqual(1);
    expect(await hits("audit_events")).toBe(0);
    expect(await sentences(mine.workspaceId, targetId)).toEqual(before);
    expect(await sentences(gone.workspaceId, targetId)).toEqual(["Limit changed from no limit to $2.00."]);
    expect(await sealOlderEntries()).toBe(0);
  });

  it("of all other workspaces are sealed when the key of one cannot be decrypted", async () => {
    const [lost, other] = [await createWorkspace(), await createWorkspace()];
    const targetId = uuidv7();
    await updateWorkspace(lost.actor, { name: `Team ${canary}`, timeZone: "UTC" });
    const where = { workspaceId: lost.workspaceId };
    const { ciphertext } = await db().auditKey.findUniqueOrThrow({ where, select: { ciphertext: true } });
    await db().auditKey.update({ where, data: { ciphertext: new Uint8Array(48) }, select: { nonce: true } });
    for (const { workspaceId } of [lost, other, lost]) await writeOlder(workspaceId, targetId);
    await expect(sealOlderEntries({ size: 1 })).rejects.toThrow(lost.workspaceId);
    expect(await hits("audit_events")).toBe(2);
    expect(await sentences(other.workspaceId, targetId)).toHaveLength(1);
    // Nothing is lost: once the key is configured again, the rest follows.
    await db().auditKey.update({ where, data: { ciphertext }, select: { nonce: true } });
    expect(await sealOlderEntries({ size: 1 })).toBe(2);
    expect(await hits("audit_events")).toBe(0);
  });

  it("are the only thing that sealing can move; an entry is never changed otherwise", async () => {
    const { workspaceId } = await createWorkspace();
    const targetId = uuidv7();
    await writeOlder(workspaceId, targetId);
    const [line] = await listAudit(workspaceId, { targetId, limit: 1 });
    const seal = (before: object, after: object) =>
      sqlPool().query<{ done: boolean }>("select seal_audit_event($1, $2, $3, '\\x00') as done", [
        line?.id,
        before,
        after,
      ]);
    const refused = { code: "23001" };
    await expect(seal({ name: "Somebody else" }, {})).rejects.toMatchObject(refused);
    await expect(seal({}, { limitNanos: "1" })).rejects.toMatchObject(refused);
    expect((await seal({ limitNanos: null }, { limitNanos: "2000000000" })).rows).toEqual([{ done: true }]);
    expect((await seal({}, {})).rows).toEqual([{ done: false }]);
    for (const statement of [
      "update audit_events set sealed = null",
      "update audit_events set action = 'x'",
      "delete from audit_events",
    ])
      await expect(
        asOwner((client) => client.query(statement)),
        statement,
      ).rejects.toMatchObject(refused);
  });
});
