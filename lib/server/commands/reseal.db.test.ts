import { uuidv7 } from "uuidv7";
import { Command } from "commander";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { closeDb, sqlPool } from "@/lib/db/client";
import { Redacted } from "@/lib/kernel/redacted";
import { makePerson } from "@/lib/testing/archives";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { testEnvironment } from "@/lib/testing/environment";
import { codeAt } from "@/lib/testing/two-factor";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";

await testDatabase();
afterAll(closeDb);

const oldKey = testEnvironment.ENCRYPTION_KEY ?? "";
const newKey = "new-7Jx9vQ2mZ7pR4tW8yB1nC6dF5gH0jLs-tests-only";
const otherKey = "other-Jx9vQ2mZ7pR4tW8yB1nC6dF5gH0jLs-tests-only";

/** The verbs as loaded by a process that was started with these keys. */
async function withKeys(key: string, previous = "") {
  Object.assign(process.env, { ENCRYPTION_KEY: key, ENCRYPTION_KEY_PREVIOUS: previous });
  vi.resetModules();
  const [
    content,
    read,
    seal,
    verify,
    { resealCommand },
    secrets,
    { Warning },
    list,
    workspaces,
    making,
    archives,
    factors,
    check,
  ] = await Promise.all([
    import("@/lib/privacy/keep-content"),
    import("@/lib/privacy/read-prompt-log"),
    import("@/lib/ledger/seal-ledger"),
    import("@/lib/ledger/verify-ledger"),
    import("./reseal"),
    import("./check-secrets"),
    import("./finding"),
    import("@/lib/audit/list-audit"),
    import("@/lib/workspaces/update-workspace"),
    import("@/lib/archives/make-archives"),
    import("@/lib/testing/archives"),
    import("@/lib/testing/two-factor"),
    import("@/lib/accounts/two-factor/check-two-factor"),
  ]);
  const later = () => new Date(Date.now() + 3_600_000);
  return {
    keep: async ({ workspaceId }: MadeWorkspace, text: string) => {
      const generationId = uuidv7();
      const input = { text };
      const sealed = new Redacted<unknown>({ input, output: { completion: "ok" } });
      content.keepContent({ workspaceId, generationId }, sealed, performance.now());
      await content.drainContent();
      return generationId;
    },
    read: async (made: MadeWorkspace, id: string) => {
      const found = await read.readPromptLog(made.actor, id);
      return found.ok ? found.value.expose().input : found.code;
    },
    rename: ({ actor }: MadeWorkspace, name: string) =>
      workspaces.updateWorkspace(actor, { name, timeZone: "UTC" }),
    audited: async ({ workspaceId }: MadeWorkspace) => {
      const lines = await list.listAudit(workspaceId, { limit: 10 });
      return lines.map(({ after }) => Reflect.get(Object(after), "name") as unknown);
    },
    archive: async (userId: string) => {
      const id = await archives.requestedArchive(userId);
      await making.makeArchives();
      return id;
    },
    download: async (userId: string, id: string) => (await archives.downloadedArchive(userId, id)).length,
    turnOn: (userId: string) => factors.turnOn(userId, archives.currentPassword),
    accepts: async (userId: string, factorCode: string | undefined) =>
      (await check.checkTwoFactor({ userId, factorCode })).ok,
    seal: () => seal.sealLedger({ now: later() }),
    failures: async () => (await verify.verifyLedger()).checks.filter(({ ok }) => !ok),
    doctor: () =>
      secrets.checkSecrets().then(
        (said) => (said instanceof Warning ? `warn ${said.sentence}` : `ok ${said}`),
        (error: unknown) => `FAIL ${String(error)}`,
      ),
    reseal: async (...args: string[]) => {
      const program = new Command("counterfoil").exitOverride();
      resealCommand(program);
      const lines: string[] = [];
      const printed = vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
      try {
        await program.parseAsync(["node", "counterfoil", "reseal", ...args]);
      } catch (error) {
        lines.push(String(error));
      } finally {
        printed.mockRestore();
      }
      return lines;
    },
  };
}

beforeEach(async () => {
  await asOwner((client) =>
    client.query(
      "alter table ledger_seals disable trigger user; delete from ledger_seals; alter table ledger_seals enable trigger user; delete from prompt_logs; delete from audit_keys; delete from archives; delete from recovery_codes; delete from two_factor_secrets",
    ),
  );
});

/** Contents and two seals of the old key, and one of each of the new one, as after a restart with a new key. */
async function changeKey() {
  const mine = await createWorkspace({ credits: 3n });
  const before = await withKeys(oldKey);
  const texts = ["first", "ünïcode 😀".repeat(100_000), "third"];
  const ids: string[] = [];
  for (const text of texts) ids.push(await before.keep(mine, text));
  await before.seal();
  await createWorkspace({ credits: 4n });
  await before.seal();
  const during = await withKeys(newKey, oldKey);
  await createWorkspace({ credits: 5n });
  ids.push(await during.keep(mine, "under the new key"));
  texts.push("under the new key");
  await during.seal();
  const readAll = async (process: typeof during) => Promise.all(ids.map((id) => process.read(mine, id)));
  return { mine, ids, during, readAll, inputs: texts.map((text) => ({ text })) };
}

test("with both keys set, old data stays readable, doctor names it, and reseal converts it once", async () => {
  const { during, readAll, inputs } = await changeKey();
  expect(await readAll(during)).toEqual(inputs);
  expect(await during.failures()).toEqual([]);
  expect(await during.doctor()).toMatch(
    /^warn ENCRYPTION_KEY_PREVIOUS sealed stored contents and 2 seals of the ledger: run .* reseal/,
  );
  expect((await during.reseal()).slice(-3)).toEqual([
    "contents: 3 re-encrypted, 1 already current",
    "ledger: 2 seals renewed",
    "Everything now uses ENCRYPTION_KEY. Remove ENCRYPTION_KEY_PREVIOUS and restart.",
  ]);
  expect((await during.reseal()).slice(-3, -1)).toEqual([
    "contents: 0 re-encrypted, 4 already current",
    "ledger: 0 seals renewed",
  ]);
  expect(await during.failures()).toEqual([]);

  const after = await withKeys(newKey);
  expect(await readAll(after)).toEqual(inputs);
  expect(await after.failures()).toEqual([]);
  expect(await after.doctor()).toMatch(/^ok ENCRYPTION_KEY decrypts/);
  await createWorkspace({ credits: 6n });
  expect(await after.seal()).toMatchObject({ sealed: 1 });
  expect(await after.failures()).toEqual([]);
});

test("names in the audit log stay readable with both keys, and with the new one after reseal", async () => {
  const mine = await createWorkspace();
  const before = await withKeys(oldKey);
  await before.rename(mine, "Ada");
  const during = await withKeys(newKey, oldKey);
  await during.rename(mine, "Bea");
  expect(await during.audited(mine)).toEqual(["Bea", "Ada"]);
  expect(await during.doctor()).toMatch(/^warn ENCRYPTION_KEY_PREVIOUS sealed 1 keys of the audit log/);
  // A change is recorded, without its name, rather than refused.
  const lost = await withKeys(newKey);
  expect(await lost.doctor()).toMatch(
    /^FAIL .*another key than ENCRYPTION_KEY sealed 1 keys of the audit log/,
  );
  expect(await lost.rename(mine, "Cleo")).toMatchObject({ ok: true });
  expect(await lost.audited(mine)).toEqual([undefined, undefined, undefined]);
  const again = await withKeys(newKey, oldKey);
  expect(await again.reseal()).toContain("audit log: 1 keys re-encrypted");
  const after = await withKeys(newKey);
  expect(await after.audited(mine)).toEqual([undefined, "Bea", "Ada"]);
  expect(await after.doctor()).toMatch(/^ok ENCRYPTION_KEY decrypts/);
});

test("an archive can be downloaded with both keys, and with the new one after reseal", async () => {
  const { userId } = await makePerson();
  const before = await withKeys(oldKey);
  const id = await before.archive(userId);
  const during = await withKeys(newKey, oldKey);
  expect(await during.download(userId, id)).toBeGreaterThan(0);
  await expect((await withKeys(newKey)).download(userId, id)).rejects.toThrow();
  const wrong = (await (await withKeys(newKey, otherKey)).reseal()).at(-1);
  expect(wrong).toMatch(/1 parts of archives can be decrypted with neither key/);
  const again = await withKeys(newKey, oldKey);
  expect(await again.reseal()).toContain("archives: 1 parts re-encrypted");
  expect(await again.reseal()).toContain("archives: 0 parts re-encrypted");
  const after = await withKeys(newKey);
  expect(await after.download(userId, id)).toBeGreaterThan(0);
});

test("codes of an authenticator app and recovery codes work with both keys, and with the new one after reseal", async () => {
  const { userId } = await makePerson();
  const { secret, codes } = await (await withKeys(oldKey)).turnOn(userId);
  const during = await withKeys(newKey, oldKey);
  expect(await during.accepts(userId, codes[0])).toBe(true);
  expect(await during.doctor()).toMatch(
    /^warn ENCRYPTION_KEY_PREVIOUS sealed 1 secrets of authenticator apps/,
  );
  const lost = await withKeys(newKey);
  expect(await lost.doctor()).toMatch(
    /^FAIL .*another key than ENCRYPTION_KEY sealed 1 secrets of authenticator apps/,
  );
  expect(await lost.accepts(userId, codes[1])).toBe(false);
  const wrong = (await (await withKeys(newKey, otherKey)).reseal()).at(-1);
  expect(wrong).toMatch(/1 secrets of authenticator apps can be decrypted with neither key/);
  const again = await withKeys(newKey, oldKey);
  expect(await again.reseal()).toContain("secrets of authenticator apps: 1 re-encrypted");
  expect(await again.reseal()).toContain("secrets of authenticator apps: 0 re-encrypted");
  const after = await withKeys(newKey);
  expect(await after.accepts(userId, codes[1])).toBe(true);
  expect(await after.accepts(userId, codeAt(secret, new Date()))).toBe(true);
  expect(await after.doctor()).toMatch(/^ok/);
});

test("without the previous key nothing is changed, and doctor names the missing variable", async () => {
  const { ids } = await changeKey();
  const lost = await withKeys(newKey);
  expect(await lost.doctor()).toMatch(
    /^FAIL .*another key than ENCRYPTION_KEY sealed stored contents and 2 seals.*set ENCRYPTION_KEY_PREVIOUS/,
  );
  expect((await lost.failures())[0]?.detail).toMatch(/^2 seals made with another ENCRYPTION_KEY: 1, 2$/);
  expect(await lost.reseal()).toEqual([expect.stringContaining("Set ENCRYPTION_KEY_PREVIOUS")]);
  const wrong = await withKeys(newKey, otherKey);
  expect((await wrong.reseal()).at(-1)).toMatch(
    new RegExp(
      `3 contents can be decrypted with neither key, such as ${ids[2]}.*2 seals of the ledger were made with neither`,
    ),
  );
  expect(await (await withKeys(newKey, newKey)).reseal()).toEqual([expect.stringContaining("is the same")]);
});

test("an interrupted run can be resumed, and doctor reports that it is incomplete", async () => {
  const { mine, ids, during, readAll, inputs } = await changeKey();
  // As if the run had ended after the newest remaining content.
  await sqlPool().query(
    "update prompt_logs set created_at = now() - interval '1 hour' * (4 - array_position($1::uuid[], generation_id))",
    [ids],
  );
  const kept = await sqlPool().query("select created_at from prompt_logs where generation_id = $1", [ids[1]]);
  const [{ created_at: reached }] = kept.rows as [{ created_at: Date }];
  const first = await during.reseal("--before", new Date(reached.getTime() + 1).toISOString());
  expect(first).toContain("contents: 2 re-encrypted, 0 already current");
  const { rowCount } = await sqlPool().query("delete from prompt_logs where generation_id = $1", [ids[0]]);
  expect(rowCount).toBe(1);
  expect(await during.reseal("--before", "yesterday")).toEqual([expect.stringContaining("Must be a time")]);
  expect(await during.reseal()).toContain("contents: 1 re-encrypted, 2 already current");
  expect((await readAll(await withKeys(newKey))).slice(1)).toEqual(inputs.slice(1));
  expect(await (await withKeys(newKey)).read(mine, ids[0] ?? "")).toBe("not_found");
});

test("a transfer that was changed under an old seal is not resealed, and stays reported", async () => {
  const { during } = await changeKey();
  const { rows } = await sqlPool().query<{ id: string }>(
    "select transfer_ids[1] as id from ledger_seals where number = 1",
  );
  const change = (nanos: string) =>
    asOwner((client) =>
      client.query(
        `alter table transfers disable trigger user; update transfers set amount_nanos = amount_nanos ${nanos} where id = '${rows[0]?.id}'; alter table transfers enable trigger user`,
      ),
    );
  await change("+ 1");
  expect((await during.reseal()).at(-1)).toMatch(/1 seals of the ledger do not match their transfers/);
  const named = (await during.failures()).find(({ name }) => name.startsWith("sealed"));
  expect(named?.detail).toContain(`1 changed: ${rows[0]?.id}`);
  await change("- 1");
  expect(await during.reseal()).toContain("ledger: 1 seals renewed");
  // Both before and after the other seals are renewed.
  await change("+ 1");
  const after = (await (await withKeys(newKey)).failures()).find(({ name }) => name.startsWith("sealed"));
  expect(after?.detail).toContain(`1 changed: ${rows[0]?.id}`);
  await change("- 1");
});
