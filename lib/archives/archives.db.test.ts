import { afterAll, describe, expect, it } from "vitest";
import { deleteAccount } from "@/lib/accounts/delete-account";
import { listSecurityEvents } from "@/lib/accounts/security-log/list-security-events";
import { closeDb, db, sqlPool, sqlTransaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { unknownOrigin } from "@/lib/kernel/network";
import { currentPassword, downloadedArchive, makePerson, requestedArchive } from "@/lib/testing/archives";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { mailTo } from "@/lib/testing/mails";
import { listArchives } from "./list-archives";
import { makeArchives } from "./make-archives";
import { openArchive } from "./open-archive";
import { purgeArchives } from "./purge-archives";
import { deleteArchive, requestArchive } from "./request-archive";

await testDatabase();
afterAll(closeDb);

const origin = unknownOrigin;

/** How many statements with this text wait for a lock. */
async function waitingFor(text: string): Promise<number> {
  const { rows } = await sqlPool().query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and strpos(lower(query), $1) > 0`,
    [text],
  );
  return rows[0]?.count ?? 0;
}

describe("an archive", () => {
  it("can be opened only by its owner, is recorded, mailed, and deleted when it expires", async () => {
    const [me, other] = [await makePerson(), await makePerson()];
    const id = await requestedArchive(me.userId);
    expect(await openArchive({ userId: me.userId, id, origin })).toBeNull();
    const begun = new Date();
    await makeArchives();
    expect(await mailTo(me.email, "archive_ready")).toMatchObject({
      subject: "The archive of your account is ready",
    });
    expect(await openArchive({ userId: other.userId, id, origin })).toBeNull();
    // A HEAD request downloads nothing.
    const asked = await openArchive({ userId: me.userId, id, origin, isOnlyAsked: true });
    expect(asked?.sizeBytes).toBeGreaterThan(1_000);
    await downloadedArchive(me.userId, id);
    const [entry] = await listArchives(me.userId);
    expect(entry).toMatchObject({ id, state: "ready", downloads: 1 });
    expect(await listArchives(other.userId)).toEqual([]);
    const sentences = (await listSecurityEvents(me.userId)).rows.map(({ sentence }) => sentence);
    expect(sentences).toContain("Archive of the account requested");
    expect(sentences).toContain("Archive of the account downloaded");

    const after = (ms: number) => new Date((entry?.expiresAt?.getTime() ?? 0) + ms);
    expect(after(0).getTime()).toBeGreaterThanOrEqual(begun.getTime() + 7 * msPerDay);
    await purgeArchives(after(-1));
    expect(await openArchive({ userId: me.userId, id, origin }, () => after(-1))).not.toBeNull();
    expect(await openArchive({ userId: me.userId, id, origin }, () => after(0))).toBeNull();
    await purgeArchives(after(0));
    expect(await db().archivePart.count({ where: { archiveId: id } })).toBe(0);
  });

  it("is encrypted in the database, and its pieces cannot be exchanged", async () => {
    const me = await makePerson();
    const [first, second] = [
      await requestedArchive(me.userId),
      await makeArchives().then(() => requestedArchive(me.userId)),
    ];
    await makeArchives();
    const { rows } = await sqlPool().query("select ciphertext from archive_parts where archive_id = $1", [
      first,
    ]);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0].ciphertext.subarray(0, 2).toString()).not.toBe("PK");
    await sqlPool().query(
      `update archive_parts p set nonce = q.nonce, ciphertext = q.ciphertext from archive_parts q
        where p.archive_id = $1 and q.archive_id = $2 and p.number = q.number`,
      [second, first],
    );
    await downloadedArchive(me.userId, first);
    await expect(downloadedArchive(me.userId, second)).rejects.toThrow();
  });
});

describe("requesting", () => {
  it("needs the password, makes one at a time, and three a day", async () => {
    const me = await makePerson();
    const wrong = { userId: me.userId, currentPassword: "guess", origin };
    expect(await requestArchive(wrong)).toMatchObject({ code: "wrong_password", field: "currentPassword" });
    const ids = await Promise.all([1, 2, 3].map(() => requestedArchive(me.userId)));
    expect(new Set(ids).size).toBe(1);
    for (let more = 0; more < 2; more += 1) {
      await makeArchives();
      await requestedArchive(me.userId);
    }
    await makeArchives();
    const request = { userId: me.userId, currentPassword, origin };
    expect(await requestArchive(request)).toMatchObject({ ok: false, code: "too_many" });
    await db().archive.deleteMany({ where: { userId: me.userId } });
    expect(await requestArchive(request)).toMatchObject({ ok: false, code: "too_many" });
    const tomorrow = new Date(Date.now() + msPerDay + 1_000);
    expect(await requestArchive(request, () => tomorrow)).toMatchObject({ ok: true });
  });

  it("ends with the account, and with a deletion while the archive is being made", async () => {
    const me = await makePerson();
    const id = await requestedArchive(me.userId);
    const making = makeArchives();
    await deleteArchive(me.userId, id);
    await making;
    expect(await db().archivePart.count({ where: { archiveId: id } })).toBe(0);
    expect(await listArchives(me.userId)).toEqual([]);

    await requestedArchive(me.userId);
    await makeArchives();
    await deleteAccount({ userId: me.userId, confirmation: me.email, currentPassword });
    const { rows } = await sqlPool().query(
      "select (select count(*) from archives where user_id = $1) + (select count(*) from archive_parts where archive_id not in (select id from archives)) as left",
      [me.userId],
    );
    expect(rows[0].left).toBe(0n);
  });

  it("is refused to an account that was deleted, or secured, while the password was checked", async () => {
    for (const end of ["", ", email = null, name = null, deleted_at = now()"]) {
      const me = await makePerson();
      const request = await sqlTransaction(async (client) => {
        await client.query(`update users set password_hash = null ${end} where id = $1`, [me.userId]);
        const waiting = requestArchive({ userId: me.userId, currentPassword, origin });
        // It waits for this transaction, after it has found the password to be right.
        await expect.poll(() => waitingFor("for no key update"), { timeout: 10_000 }).toBe(1);
        return { waiting };
      });
      expect(await request.waiting).toMatchObject({ ok: false, code: "wrong_password" });
      expect(await db().archive.count({ where: { userId: me.userId } })).toBe(0);
    }
  });

  it("waits for a change of the account before it counts a download", async () => {
    const me = await makePerson();
    const id = await requestedArchive(me.userId);
    await makeArchives();
    const open = await sqlTransaction(async (client) => {
      // As every change of an account: first the user, then what belongs to them.
      await client.query("select from users where id = $1 for no key update", [me.userId]);
      const opening = openArchive({ userId: me.userId, id, origin });
      await expect.poll(() => waitingFor("for share"), { timeout: 10_000 }).toBe(1);
      await client.query("set local lock_timeout = '1s'");
      await client.query("delete from archives where user_id = $1", [me.userId]);
      return { opening };
    });
    expect(await open.opening).toBeNull();
  });

  it("is not started a fourth time when its process stopped at each start", async () => {
    const me = await makePerson();
    const id = await requestedArchive(me.userId);
    await db().archive.update({
      where: { id },
      data: { state: "running", attempts: 3 },
      select: { id: true },
    });
    expect(await makeArchives()).toBe(0);
    expect(await db().archive.findUnique({ where: { id } })).toMatchObject({ state: "failed", attempts: 3 });
  });

  it("is started again after a process stopped, and given up after three starts", async () => {
    const me = await makePerson();
    const id = await requestedArchive(me.userId);
    const part = { archiveId: id, number: 0, nonce: new Uint8Array(12), ciphertext: new Uint8Array(40) };
    await db().archivePart.create({ data: part });
    await db().archive.update({ where: { id }, data: { state: "running", attempts: 1 } });
    expect(await makeArchives()).toBe(1);
    await downloadedArchive(me.userId, id);

    await asOwner((client) =>
      client.query(`
        create function refuse_parts() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$;
        create trigger refuse_parts before insert on archive_parts for each row execute function refuse_parts()`),
    );
    const failing = await requestedArchive(me.userId);
    for (const attempts of [1, 2, 3]) {
      expect(await makeArchives()).toBe(0);
      const state = attempts < 3 ? "running" : "failed";
      expect(await db().archive.findUnique({ where: { id: failing } })).toMatchObject({ state, attempts });
    }
    await asOwner((client) => client.query("drop trigger refuse_parts on archive_parts"));
    // It is not in the way of the next one.
    const next = await requestedArchive(me.userId);
    expect(next).not.toBe(failing);
    expect(await makeArchives()).toBe(1);
  });
});
