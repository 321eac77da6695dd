import { afterAll, beforeEach, expect, it } from "vitest";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { authenticateKey } from "./authenticate-key";
import { type ChosenGuardrails, chooseGuardrails } from "./choose-guardrails";
import { createKey } from "./create-key";
import { getKey } from "./get-key";
import { type Guardrails, guardrailEntriesMax, guardrailsText, noGuardrails } from "./rules/guardrails";
import { updateKey } from "./update-key";

await testDatabase();
afterAll(closeDb);

let actor: Actor;
let id: string;
let secret: string;

beforeEach(async () => {
  ({ actor } = await createWorkspace());
  const made = await createKey(actor, { name: "Guarded" });
  if (!made.ok) throw new Error(made.code);
  ({ secret } = made.value);
  ({ id } = made.value.key);
});

const everything = ["lantern", "quarry", "commons", "harbour"];
const choice = (parts: Partial<ChosenGuardrails> = {}): ChosenGuardrails => ({
  models: null,
  mode: "ignore",
  providers: everything,
  zeroRetentionOnly: false,
  denyCollection: false,
  seen: guardrailsText(noGuardrails),
  ...parts,
});
const stored = async () => {
  const found = await getKey(actor, { id });
  return found.ok ? found.value.guardrails : null;
};
const version = async () => (await db().apiKey.findUniqueOrThrow({ where: { id } })).version;

it("a change of guardrails raises the version, reaches the key's next request, and is in the audit log", async () => {
  expect((await authenticateKey(secret))?.guardrails).toEqual(noGuardrails);
  const before = await version();
  const chosen = choice({
    models: ["sandbox/heron"],
    providers: ["lantern", "harbour"],
    denyCollection: true,
  });
  expect(await chooseGuardrails(actor, { id }, chosen)).toMatchObject({
    ok: true,
    value: { since: expect.any(Date) as Date },
  });
  const guardrails: Guardrails = {
    allowedModels: ["sandbox/heron"],
    allowedProviders: [],
    ignoredProviders: ["quarry", "commons"],
    zeroRetentionOnly: false,
    denyCollection: true,
  };
  expect(await stored()).toEqual(guardrails);
  expect(await version()).toBe(before + 1n);
  expect(await authenticateKey(secret)).toMatchObject({ guardrails, keyVersion: before + 1n });
  const event = await db().auditEvent.findFirstOrThrow({ where: { targetId: id, action: "key.changed" } });
  expect([event.before, event.after]).toMatchObject([noGuardrails, guardrails]);
});

it("a choice made from an older state is refused, and another field's change does not count as one", async () => {
  await updateKey(actor, { id }, { name: "Renamed" });
  const first = choice({ zeroRetentionOnly: true });
  expect(await chooseGuardrails(actor, { id }, first)).toMatchObject({ ok: true });
  expect(await chooseGuardrails(actor, { id }, choice())).toMatchObject({
    ok: false,
    code: "changed_meanwhile",
  });
  expect(await stored()).toMatchObject({ zeroRetentionOnly: true });
  expect(await version(), "the name and the first choice").toBe(2n);
  const seen = guardrailsText({ ...noGuardrails, zeroRetentionOnly: true });
  expect(await chooseGuardrails(actor, { id }, choice({ seen }))).toMatchObject({ ok: true });
  expect(await stored()).toEqual(noGuardrails);
});

it("of two people who choose at the same time, one is refused", async () => {
  const outcomes = await Promise.all([
    chooseGuardrails(actor, { id }, choice({ zeroRetentionOnly: true })),
    chooseGuardrails(actor, { id }, choice({ denyCollection: true })),
  ]);
  expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
});

it("a member tightens their key and loosens what they set, and not what an owner or admin set", async () => {
  const { userId } = await createWorkspace();
  const { workspaceId } = actor;
  await db().member.create({ data: { workspaceId, userId, role: "member" } });
  const member: Actor = { userId, workspaceId, role: "member" };
  const made = await createKey(member, { name: "A member's", guardrails: { denyCollection: true } });
  if (!made.ok) throw new Error(made.code);
  const name = { id: made.value.key.id };
  const own = async () => {
    const found = await getKey(member, name);
    if (!found.ok) throw new Error(found.code);
    return found.value;
  };
  const choose = async (by: Actor, parts: Partial<ChosenGuardrails>) =>
    chooseGuardrails(by, name, choice({ ...parts, seen: guardrailsText((await own()).guardrails) }));
  // Their own, in both directions.
  expect(await choose(member, {})).toMatchObject({ ok: true });
  expect((await own()).adminGuardrails).toEqual({});
  const set = { models: ["sandbox/*"], zeroRetentionOnly: true };
  expect(await choose({ ...actor, role: "admin" }, set)).toMatchObject({ ok: true });
  expect((await own()).adminGuardrails).toEqual(set);
  const tighter = { models: ["sandbox/heron"], zeroRetentionOnly: true, denyCollection: true };
  expect(await choose(member, tighter)).toMatchObject({ ok: true });
  const before = await version();
  for (const looser of [
    { ...set, models: null },
    { ...set, zeroRetentionOnly: false },
  ])
    expect(await choose(member, looser)).toMatchObject({
      code: "guardrail_refused",
      message: expect.stringContaining("Only owners and admins of this workspace can") as string,
    });
  expect(await updateKey(member, name, { guardrails: { allowedModels: [] } })).toMatchObject({
    code: "guardrail_refused",
    field: "allowedModels",
  });
  expect(await version()).toBe(before);
  // Down to what was set, and no further; other changes of the key are free.
  expect(await choose(member, set)).toMatchObject({ ok: true });
  expect(await updateKey(member, name, { name: "Renamed" })).toMatchObject({ ok: true });
  expect((await own()).adminGuardrails).toEqual(set);
  expect(await choose(actor, {})).toMatchObject({ ok: true });
  expect((await own()).adminGuardrails).toEqual({});
  expect(await choose(member, { denyCollection: true })).toMatchObject({ ok: true });
  expect(await choose(member, {})).toMatchObject({ ok: true });
});

it("guardrails that an admin gives a new key are noted as set by an admin", async () => {
  const made = await createKey(actor, { name: "Set", guardrails: { ignoredProviders: ["quarry"] } });
  expect(made).toMatchObject({
    value: { key: { adminGuardrails: { providers: { allowed: [], ignored: ["quarry"] } } } },
  });
});

it("choosing nothing is refused, because an empty list would allow everything", async () => {
  const nothing = [
    choice({ models: [] }),
    choice({ mode: "allow", providers: [] }),
    choice({ providers: [] }),
  ];
  for (const chosen of nothing)
    expect(await chooseGuardrails(actor, { id }, chosen)).toMatchObject({ ok: false, code: "none_allowed" });
  expect(await stored()).toEqual(noGuardrails);
});

it("names that the catalog does not have are refused unless they were stored before", async () => {
  const refused = { ok: false, code: "guardrail_refused" };
  const set = (guardrails: Partial<Guardrails>) => updateKey(actor, { id }, { guardrails });
  expect(await set({ allowedModels: ["sandbox/hero"] })).toMatchObject({
    ...refused,
    field: "allowedModels",
  });
  expect(await set({ allowedModels: ["sandbx/*"] })).toMatchObject({ ...refused, field: "allowedModels" });
  expect(await set({ ignoredProviders: ["quary"] })).toMatchObject({ ...refused, field: "ignoredProviders" });
  expect(
    await set({ ignoredProviders: ["quarry"], allowedProviders: ["quarry"] }),
    "both allowed and ignored",
  ).toMatchObject({ ...refused, field: "ignoredProviders" });
  const many = Array.from({ length: guardrailEntriesMax + 1 }, () => "sandbox/heron");
  expect(await set({ allowedModels: many })).toMatchObject(refused);
  expect(await version(), "a change that is refused changes nothing").toBe(0n);
  expect(await stored()).toEqual(noGuardrails);
  // Left the catalog since.
  await db().apiKey.update({
    where: { id },
    data: { allowedModels: ["gone/model"], ignoredProviders: ["gone"] },
  });
  expect(await set({ allowedModels: ["gone/model", "sandbox/*"] })).toMatchObject({ ok: true });
  const seen = guardrailsText((await stored()) ?? noGuardrails);
  const chosen = choice({ models: ["sandbox/*"], mode: "allow", providers: ["lantern"], seen });
  expect(await chooseGuardrails(actor, { id }, chosen)).toMatchObject({ ok: true });
  expect(await stored()).toMatchObject({ allowedProviders: ["lantern"], ignoredProviders: ["gone"] });
});

it("management keys have none, in code and in the database", async () => {
  const guardrails = { zeroRetentionOnly: true };
  const refused = { ok: false, code: "guardrail_refused" };
  expect(await createKey(actor, { name: "M", kind: "management", guardrails })).toMatchObject(refused);
  const made = await createKey(actor, { name: "M", kind: "management" });
  if (!made.ok) throw new Error(made.code);
  expect(await updateKey(actor, { id: made.value.key.id }, { guardrails })).toMatchObject(refused);
  const set = (assignment: string, key: string) =>
    sqlPool().query(`update api_keys set ${assignment} where id = $1`, [key]);
  await expect(set("zero_retention_only = true", made.value.key.id)).rejects.toThrow(/api_keys_guarded_kind/);
  await expect(set("allowed_models = '{a/b, No Model}'", id)).rejects.toThrow(/api_keys_allowed_models/);
  await expect(set("allowed_models = '{NULL}'", id)).rejects.toThrow(/api_keys_allowed_models/);
  await expect(set("allowed_providers = '{A}'", id)).rejects.toThrow(/api_keys_allowed_providers/);
  await expect(set("allowed_providers = '{a}', ignored_providers = '{a}'", id)).rejects.toThrow(
    /api_keys_ignored_providers/,
  );
});

it("another workspace's key and another member's key do not exist", async () => {
  const other = await createWorkspace();
  const member: Actor = { ...actor, userId: other.userId, role: "member" };
  for (const stranger of [other.actor, member])
    expect(await chooseGuardrails(stranger, { id }, choice({ zeroRetentionOnly: true }))).toMatchObject({
      ok: false,
      code: "not_found",
    });
  expect(await stored()).toEqual(noGuardrails);
});
