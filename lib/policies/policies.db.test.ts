import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { transaction } from "@/lib/db/client";
import { msPerDay, msPerMinute } from "@/lib/kernel/clock";
import { policyDrafts } from "@/lib/policy-texts/rules/drafts";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { sampleFacts } from "@/lib/testing/policies/sample-facts";
import { acceptPublication, listAcceptances, listPolicyNotices, recordSignUpAcceptance } from "./acceptances";
import { announcePolicies } from "./announce-policies";
import { findVersion, inEffect, listAnnounced, listVersions } from "./find-policy";
import { findChangedDrafts, publishFirstVersions, publishPolicies } from "./publish-policies";

await testDatabase();

const first = policyDrafts(sampleFacts);
const second = policyDrafts({ ...sampleFacts, hostingCountry: "France" });
const third = policyDrafts({ ...sampleFacts, hostingCountry: "Spain", supportEmail: "help@console.example" });
const summary = "The servers move to another country.";

/** Each test begins without any published policy. */
beforeEach(async () => {
  await asOwner(async (client) => {
    await client.query("alter table policy_versions disable trigger user");
    await client.query("alter table policy_publications disable trigger user");
    await client.query("delete from policy_acceptances");
    await client.query("delete from policy_mailings");
    await client.query("delete from policy_versions");
    await client.query("delete from policy_publications");
    await client.query("alter table policy_versions enable trigger user");
    await client.query("alter table policy_publications enable trigger user");
  });
  await db().outboxMail.deleteMany({ where: { kind: "policy_changed" } });
});

const markOf = async (drafts: typeof first) => (await findChangedDrafts(drafts))?.mark ?? "";

describe("policies", () => {
  test("the first versions are published once, by however many processes, and are in effect", async () => {
    await Promise.all(Array.from({ length: 8 }, () => publishFirstVersions(first)));
    expect(await db().policyVersion.count()).toBe(4);
    const line = inEffect(await listVersions("privacy"));
    expect(line).toMatchObject({ number: 1, isMaterial: false, summary: null });
    expect((await findVersion("privacy", 1))?.sections).toEqual(first.privacy);
    expect(await findChangedDrafts(first)).toBeNull();
    expect(await findVersion("privacy", 2)).toBeNull();
    expect(await findVersion("privacy", 2 ** 40)).toBeNull();
  });

  test("a change that matters is mailed to every account once, and takes effect 31 days later or a little more", async () => {
    await publishFirstVersions(first);
    const accounts = await Promise.all(Array.from({ length: 3 }, () => createWorkspace()));
    await db().user.updateMany({ where: { id: accounts[2]?.userId ?? "" }, data: { emailVerifiedAt: null } });
    const published = new Date();
    const outcome = await publishPolicies(
      second,
      { mark: await markOf(second), summary, isMaterial: true },
      () => published,
    );
    expect(outcome.ok).toBe(true);
    const clock = () => new Date(published.getTime() + 2 * msPerMinute);
    await Promise.all(Array.from({ length: 4 }, () => announcePolicies(clock)));
    while ((await announcePolicies(clock)) > 0);
    const mails = await db().outboxMail.findMany({ where: { kind: "policy_changed" } });
    const recipients = mails.map(({ recipient }) => recipient);
    for (const { email } of accounts.slice(0, 2))
      expect(recipients.filter((one) => one === email)).toHaveLength(1);
    expect(recipients).not.toContain(accounts[2]?.email);
    expect(mails[0]?.text).toContain(summary);
    expect(mails[0]?.text).toContain("/legal/privacy/2");
    const mailing = await db().policyMailing.findFirst();
    expect(mailing?.mails).toBe(mails.length);
    expect(mailing?.finishedAt).not.toBeNull();
    const versions = await listVersions("privacy");
    const [next] = versions;
    const days = ((next?.effectiveAt.getTime() ?? 0) - published.getTime()) / msPerDay;
    expect(days).toBeGreaterThanOrEqual(31);
    expect(days).toBeLessThan(32);
    expect(inEffect(versions, published)?.number).toBe(1);
    expect(inEffect(versions, new Date((next?.effectiveAt.getTime() ?? 0) - 1))?.number).toBe(1);
    expect(inEffect(versions, next?.effectiveAt)?.number).toBe(2);
    // Policies whose text did not change have no new version.
    expect((await listVersions("terms")).map(({ number }) => number)).toEqual([1]);
  });

  test("who has accepted a change, in whole, gets no mail about it", async () => {
    await publishFirstVersions(first);
    const [accepting, half, other] = [
      await createWorkspace(),
      await createWorkspace(),
      await createWorkspace(),
    ];
    await publishPolicies(third, { mark: await markOf(third), summary, isMaterial: true });
    const { publicationId, versions } = (await listPolicyNotices(accepting.userId))[0] ?? {};
    expect(versions).toHaveLength(2);
    await acceptPublication(accepting.userId, publicationId ?? "");
    const [version] = await db().policyVersion.findMany({ where: { publicationId }, select: { id: true } });
    await db().policyAcceptance.create({
      data: { userId: half.userId, versionId: version?.id ?? "", via: "console" },
    });
    const clock = () => new Date(Date.now() + 2 * msPerMinute);
    while ((await announcePolicies(clock)) > 0);
    const mails = await db().outboxMail.findMany({ where: { kind: "policy_changed" } });
    const recipients = mails.map(({ recipient }) => recipient);
    expect(recipients).not.toContain(accepting.email);
    expect(recipients).toEqual(expect.arrayContaining([half.email, other.email]));
    const mailing = await db().policyMailing.findFirst();
    expect(mailing?.mails).toBe(mails.length);
    expect(mailing?.finishedAt).not.toBeNull();
  });

  test("a correction of words is in effect at once, and mailed to no one", async () => {
    await publishFirstVersions(first);
    await createWorkspace();
    const outcome = await publishPolicies(second, { mark: await markOf(second), summary, isMaterial: false });
    expect(outcome.ok).toBe(true);
    expect(await announcePolicies()).toBe(0);
    expect(inEffect(await listVersions("privacy"))?.number).toBe(2);
  });

  test("texts that changed since the operator saw them are refused; of two operators one publishes", async () => {
    await publishFirstVersions(first);
    const mark = await markOf(second);
    expect(await publishPolicies(third, { mark, summary, isMaterial: true })).toMatchObject({
      code: "stale",
    });
    expect(await publishPolicies(first, { mark, summary, isMaterial: true })).toMatchObject({
      code: "stale",
    });
    const both = await Promise.all(
      [1, 2].map(() => publishPolicies(second, { mark, summary, isMaterial: true })),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await listVersions("privacy")).map(({ number }) => number)).toEqual([2, 1]);
  });

  test("a correction cannot overtake an announced change; another announced change can follow it", async () => {
    await publishFirstVersions(first);
    await publishPolicies(second, { mark: await markOf(second), summary, isMaterial: true });
    const mark = await markOf(third);
    expect(await publishPolicies(third, { mark, summary, isMaterial: false })).toMatchObject({
      code: "pending",
    });
    expect((await publishPolicies(third, { mark, summary, isMaterial: true })).ok).toBe(true);
    expect((await listVersions("privacy")).map(({ number }) => number)).toEqual([3, 2, 1]);
  });

  test("signing up accepts what is in effect, and a later change is accepted in the console", async () => {
    await publishFirstVersions(first);
    const { userId } = await createWorkspace();
    await transaction((tx) => recordSignUpAcceptance(tx, userId));
    expect(
      (await listAcceptances(userId))
        .map(({ policy, number, via }) => `${policy} ${number} ${via}`)
        .toSorted(),
    ).toEqual(["privacy 1 sign_up", "terms 1 sign_up"]);
    expect(await listPolicyNotices(userId)).toEqual([]);
    await publishPolicies(third, { mark: await markOf(third), summary, isMaterial: true });
    const [notice] = await listPolicyNotices(userId);
    expect(notice?.versions.map(({ policy, number }) => `${policy} ${number}`)).toEqual([
      "privacy 2",
      "terms 2",
    ]);
    const publicationId = notice?.publicationId ?? "";
    await Promise.all([1, 2, 3].map(() => acceptPublication(userId, publicationId)));
    expect(await listPolicyNotices(userId)).toEqual([]);
    expect(await listAcceptances(userId)).toHaveLength(4);
    expect(await acceptPublication(userId, userId)).toMatchObject({ code: "not_found" });
  });

  test("an account of the time between announcement and effect is told in the console, and once by mail", async () => {
    await publishFirstVersions(first);
    const published = new Date(Date.now() - 5 * msPerDay);
    await publishPolicies(second, { mark: await markOf(second), summary, isMaterial: true }, () => published);
    const [announced] = await listAnnounced();
    const effectiveAt = announced?.effectiveAt ?? published;
    expect(announced?.versions).toEqual([{ policy: "privacy", number: 2 }]);
    expect(await listAnnounced(effectiveAt)).toEqual([]);
    // Ends for the accounts of that time.
    while ((await announcePolicies(() => new Date(published.getTime() + 2 * msPerMinute))) > 0);
    expect((await db().policyMailing.findFirst())?.finishedAt).not.toBeNull();

    const at = async (time: Date, emailVerifiedAt: Date | null = time) => {
      const account = await createWorkspace();
      const data = { createdAt: time, emailVerifiedAt };
      await db().user.update({ where: { id: account.userId }, data, select: { id: true } });
      await transaction((tx) => recordSignUpAcceptance(tx, account.userId));
      return account;
    };
    const after = (days: number) => new Date(published.getTime() + days * msPerDay);
    const [early, slow] = [await at(after(1)), await at(after(1), null)];
    const late = await at(effectiveAt);
    const mailsTo = async ({ email }: { email: string }) =>
      db().outboxMail.count({ where: { kind: "policy_changed", recipient: email } });
    const run = async (time: Date) => {
      await Promise.all([1, 2, 3].map(() => announcePolicies(() => time)));
    };
    // An address that was confirmed a moment ago waits.
    await run(new Date(after(1).getTime() + 30_000));
    expect(await mailsTo(early)).toBe(0);
    await run(after(2));
    await run(after(3));
    expect([await mailsTo(early), await mailsTo(slow)]).toEqual([1, 0]);
    const where = { id: slow.userId };
    await db().user.update({ where, data: { emailVerifiedAt: after(4) }, select: { id: true } });
    const soonAfter = new Date(effectiveAt.getTime() + 1.5 * msPerMinute);
    const muchLater = new Date(effectiveAt.getTime() + 3 * msPerDay);
    for (const time of [after(5), effectiveAt, soonAfter, muchLater]) await run(time);
    expect([await mailsTo(early), await mailsTo(slow), await mailsTo(late)]).toEqual([1, 1, 0]);

    const noticesOf = async ({ userId }: { userId: string }) =>
      (await listPolicyNotices(userId)).flatMap(({ versions }) => versions);
    expect(await noticesOf(early)).toEqual([{ policy: "privacy", number: 2 }]);
    expect(await noticesOf(late)).toEqual([]);
  });

  test("a published version is never changed or removed, even by the owner of the tables", async () => {
    await publishFirstVersions(first);
    for (const statement of [
      "update policy_versions set number = number + 1",
      "delete from policy_versions",
      "update policy_publications set effective_at = now()",
      "update policy_publications set summary = 'other'",
    ]) {
      await expect(
        asOwner((client) => client.query(statement)),
        statement,
      ).rejects.toThrow("never changed");
    }
  });
});
