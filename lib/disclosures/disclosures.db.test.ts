import { afterAll, beforeAll, expect, it } from "vitest";
import { deleteAccount } from "@/lib/accounts/delete-account";
import { listAudit } from "@/lib/audit/list-audit";
import { closeDb, db } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { currentPassword, makePerson } from "@/lib/testing/archives";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { liftProhibition } from "./lift-prohibition";
import { countDisclosures, listDisclosures } from "./list-disclosures";
import { listOwnDisclosures } from "./list-own-disclosures";
import { recordDisclosure } from "./record-disclosure";
import { basisSentences, legalBases, recordedText } from "./rules/disclosure-kinds";
import { disclosureSchema, type NewDisclosure } from "./rules/disclosure-input";
import { tellDisclosures } from "./tell-disclosures";

let operator: MadeWorkspace;

beforeAll(async () => {
  await testDatabase();
  operator = await createWorkspace();
});
afterAll(closeDb);

function some(changes: Partial<NewDisclosure>): NewDisclosure {
  return {
    authority: "District Court",
    legalBasis: "court_order",
    reference: "4 Js 12/26",
    disclosedOn: new Date("2026-11-20T00:00:00Z"),
    accounts: [],
    categories: ["account", "billing"],
    notice: "allowed",
    forbiddenUntil: null,
    ...changes,
  };
}

const mailsTo = (recipient: string) =>
  db().outboxMail.findMany({ where: { recipient, kind: "disclosure" }, select: { text: true } });
const record = async (input: NewDisclosure, at = "2026-11-23T09:00:00Z") => {
  const recorded = await recordDisclosure(operator.actor, input, () => new Date(at));
  if (!recorded.ok) throw new Error(recorded.message);
  return recorded.value.id;
};
const auditOf = async ({ workspaceId }: MadeWorkspace) =>
  (await listAudit(workspaceId, { limit: 20 })).map(({ action }) => action);

it("owners are told at once, members and other tenants are not", async () => {
  const [owner, other] = [await createWorkspace(), await createWorkspace()];
  await db().member.create({
    data: { workspaceId: owner.workspaceId, userId: other.userId, role: "member" },
  });
  const id = await record(some({ accounts: [owner.email.toUpperCase()] }));
  const mails = await mailsTo(owner.email);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toContain(
    "Authority: District Court\nLegal basis: Court order\nReference: 4 Js 12/26\n",
  );
  expect(await mailsTo(other.email)).toEqual([]);
  expect(await listOwnDisclosures(owner.actor)).toMatchObject([{ id, categories: ["account", "billing"] }]);
  expect(await listOwnDisclosures({ ...owner.actor, role: "member" })).toEqual([]);
  expect(await listOwnDisclosures(other.actor)).toEqual([]);
  expect(await auditOf(owner)).toContain("disclosure.told");
});

it("a prohibition hides it everywhere until its last day is over", async () => {
  const owner = await createWorkspace();
  const forbiddenUntil = new Date("2026-12-24T00:00:00Z");
  const id = await record(some({ accounts: [owner.workspaceId], notice: "forbidden", forbiddenUntil }));
  const hidden = async () => [
    (await mailsTo(owner.email)).length,
    (await listOwnDisclosures(owner.actor)).length,
    (await auditOf(owner)).length,
  ];
  expect(await tellDisclosures(() => new Date("2026-12-24T23:59:59.999Z"))).toBe(0);
  expect(await hidden()).toEqual([0, 0, 0]);
  const told = await Promise.all(
    [1, 2, 3].map(() => tellDisclosures(() => new Date("2026-12-25T00:00:00Z"))),
  );
  expect(told.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await hidden()).toEqual([1, 1, 1]);
  expect((await mailsTo(owner.email))[0]?.text).toContain("Until now, it was forbidden to tell you.");
  expect((await listDisclosures()).rows.find((row) => row.id === id)).toMatchObject({ toldCount: 1 });
});

it("a prohibition without an end lasts until an operator lifts it, once", async () => {
  const owner = await createWorkspace();
  const id = await record(some({ accounts: [owner.email], notice: "forbidden" }));
  expect(await tellDisclosures(() => new Date("2046-01-01T00:00:00Z"))).toBe(0);
  const lifted = await Promise.all([liftProhibition(id), liftProhibition(id)]);
  expect(lifted.toSorted()).toEqual([false, true]);
  expect(await mailsTo(owner.email)).toHaveLength(1);
  expect(await listOwnDisclosures(owner.actor)).toMatchObject([{ id }]);
});

it("an unknown account records nothing, and the form names it", async () => {
  const owner = await createWorkspace();
  const before = await db().disclosure.count();
  const recorded = await recordDisclosure(
    operator.actor,
    some({ accounts: [owner.email, "none@example.test"] }),
  );
  expect(recorded).toMatchObject({
    ok: false,
    field: "accounts",
    message: /^No account found for none@example.test\./,
  });
  expect(await db().disclosure.count()).toBe(before);
  expect(await mailsTo(owner.email)).toEqual([]);
});

it("a deleted account is no longer tied to a disclosure, which stays countable", async () => {
  const person = await makePerson();
  const owner = await createWorkspace();
  const alone = await record(
    some({ accounts: [person.email], disclosedOn: new Date("2024-05-01T00:00:00Z") }),
  );
  const shared = await record(some({ accounts: [person.email, owner.email] }));
  const forbidden = await record(some({ accounts: [person.email], notice: "forbidden" }));
  const deletion = { userId: person.userId, confirmation: person.email, currentPassword };
  expect(await deleteAccount(deletion)).toMatchObject({ ok: true });
  expect(await db().disclosureWorkspace.count({ where: { workspaceId: person.workspaceId } })).toBe(0);
  const rows = new Map((await listDisclosures()).rows.map((row) => [row.id, row]));
  expect(rows.get(alone)).toMatchObject({ authority: null, reference: null, workspaceCount: 1 });
  expect(rows.get(shared)).toMatchObject({ authority: "District Court", workspaceCount: 2 });
  expect(await countDisclosures()).toContainEqual({ year: 2024, disclosures: 1, workspaces: 1 });
  expect(await liftProhibition(forbidden)).toBe(true);
  expect(await mailsTo(person.email)).toEqual([]);
});

it("a deleted account is recorded by its workspace, is counted, and is told to no one", async () => {
  const [person, owner] = [await makePerson(), await createWorkspace()];
  const deletion = { userId: person.userId, confirmation: person.email, currentPassword };
  expect(await deleteAccount(deletion)).toMatchObject({ ok: true });
  const byAddress = await recordDisclosure(operator.actor, some({ accounts: [person.email] }));
  expect(byAddress).toMatchObject({ ok: false, message: /enter the ID of its workspace\.$/ });
  const accounts = [person.workspaceId.toUpperCase()];
  const alone = await recordDisclosure(operator.actor, some({ accounts }));
  const shared = await recordDisclosure(operator.actor, some({ accounts: [...accounts, owner.email] }));
  if (!alone.ok || !shared.ok) throw new Error("not recorded");
  expect(recordedText(alone.value)).toBe(
    "Disclosure recorded. The workspace is deleted: no owner can be told. As for every deleted account, authority and file number are not kept.",
  );
  expect(recordedText(shared.value)).toBe(
    "Disclosure recorded. 1 of 2 workspaces is deleted: no owner can be told.",
  );
  expect(await db().disclosureWorkspace.count({ where: { workspaceId: person.workspaceId } })).toBe(0);
  const rows = new Map((await listDisclosures()).rows.map((row) => [row.id, row]));
  const nameless = { authority: null, reference: null };
  expect(rows.get(alone.value.id)).toMatchObject({
    ...nameless,
    workspaceCount: 1,
    toldCount: 0,
    deletedCount: 1,
  });
  const named = { authority: "District Court", reference: "4 Js 12/26" };
  expect(rows.get(shared.value.id)).toMatchObject({
    ...named,
    workspaceCount: 2,
    toldCount: 1,
    deletedCount: 1,
  });
  expect(await mailsTo(person.email)).toEqual([]);
  expect(await mailsTo(owner.email)).toHaveLength(1);
});

it("owners are told what each legal basis means, and in an emergency of no obligation", async () => {
  for (const legalBasis of legalBases) {
    const owner = await createWorkspace();
    await record(some({ accounts: [owner.email], legalBasis }));
    const [mail] = await mailsTo(owner.email);
    expect(mail?.text, legalBasis).toContain(basisSentences[legalBasis]);
    if (legalBasis === "emergency") expect(mail?.text).not.toMatch(/obliged|ordered|had to|legal process/);
  }
  // A row of an earlier day.
  const owner = await createWorkspace();
  const id = await record(some({ accounts: [owner.email], notice: "forbidden" }));
  await db().disclosure.update({ where: { id }, data: { legalBasis: "other" }, select: { id: true } });
  await liftProhibition(id);
  expect((await mailsTo(owner.email))[0]?.text).toContain("Legal basis: Other legal basis");
  expect(await listOwnDisclosures(owner.actor)).toMatchObject([{ legalBasis: "other" }]);
});

it("the form takes one account per line and rejects hostile text", () => {
  const form = {
    authority: "District Court",
    legalBasis: "warrant",
    disclosedOn: "2026-11-20",
    accounts: " ada@example.test\r\n\r\nbob@example.test, ada@example.test ",
    categories: "content",
    notice: "forbidden",
    forbiddenUntil: "",
  };
  const [yesterday, today] = [-1, 0].map((days) =>
    new Date(Date.now() + days * msPerDay).toISOString().slice(0, 10),
  );
  expect(disclosureSchema.safeParse({ ...form, forbiddenUntil: today }).success).toBe(true);
  expect(disclosureSchema.parse(form)).toMatchObject({
    accounts: ["ada@example.test", "bob@example.test"],
    categories: ["content"],
    reference: "",
    forbiddenUntil: null,
  });
  for (const changes of [
    { authority: "a\u0000b c" },
    { legalBasis: "other" },
    { authority: "x".repeat(10_000) },
    { reference: "a\u202eb" },
    { accounts: "" },
    { accounts: Array.from({ length: 101 }, (_, index) => `a${index}@example.test`).join("\n") },
    { categories: [] },
    { categories: ["content", "everything"] },
    { disclosedOn: "2026-02-30" },
    { disclosedOn: "2999-01-01" },
    { notice: "allowed", forbiddenUntil: "2030-01-01" },
    { notice: "forbidden", forbiddenUntil: yesterday },
    { notice: "forbidden", forbiddenUntil: "2020-01-01" },
  ])
    expect(
      disclosureSchema.safeParse({ ...form, ...changes }).success,
      JSON.stringify(changes).slice(0, 80),
    ).toBe(false);
});
