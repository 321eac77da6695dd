import { beforeAll, expect, it } from "vitest";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { foldUsage } from "@/lib/activity/fold-usage";
import { recordGenerations } from "@/lib/activity/record-generations";
import { sqlTransaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { defaultPrivacySettings as defaults } from "@/lib/kernel/privacy-settings";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, finishedGeneration, generationIdAt } from "@/lib/testing/generations";
import { chooseProviders } from "./choose-providers";
import { getPrivacySettings } from "./get-privacy-settings";
import { previewChanges } from "./preview-changes";
import { providerChoiceText } from "./rules/provider-choice";
import { describeChange } from "./rules/endpoint-preview";
import { defaultFormats } from "@/lib/kernel/format";

await testDatabase();
beforeAll(() =>
  ensurePartitions({ from: new Date(Date.now() - 60 * msPerDay), to: new Date(Date.now() + msPerDay) }),
);

/** Records requests of a model at a provider: `[model, provider, days ago]`. */
async function use(
  { workspaceId }: MadeWorkspace,
  requests: readonly (readonly [model: string, provider: string, daysAgo: number])[],
): Promise<void> {
  const keyId = await createSpendingKey(workspaceId);
  const rows = requests.map(([model, provider, daysAgo]) =>
    finishedGeneration({
      workspaceId,
      keyId,
      id: generationIdAt(new Date(Date.now() - daysAgo * msPerDay)),
      model: `sandbox/${model}`,
      provider,
      costNanos: 0n,
    }),
  );
  await sqlTransaction((client) => recordGenerations(client, rows));
  await foldUsage();
}

it("names the endpoints that a change stops, and the models of the last 30 days that fail or move", async () => {
  const mine = await createWorkspace();
  await use(mine, [
    ["kestrel-vision", "quarry", 1],
    ["kestrel-vision", "quarry", 28],
    ["heron", "quarry", 3],
    ["heron", "lantern", 3],
    ["heron-large", "quarry", 45],
  ]);
  await use(await createWorkspace(), [["heron-large", "quarry", 1]]);
  const { switches, usable, total } = await previewChanges(mine.actor, defaults, defaultFormats);
  expect([usable, total]).toEqual([9, 12]);
  expect(switches.zeroRetentionOnly).toEqual({
    stops: true,
    facts: [
      "3 of 9 endpoints will stop working: heron, heron-large, kestrel-vision at Quarry.",
      "1 model loses all endpoints: kestrel-vision.",
      "Of the models you used in the last 30 days, these would fail: kestrel-vision (2 requests).",
      "These would move to another provider: heron (1 request).",
    ],
  });
  expect(switches.trainFree).toEqual({
    stops: false,
    facts: ["1 more endpoint can be used: magpie:free at Commons."],
  });
  const strict = await previewChanges(mine.actor, { ...defaults, zeroRetentionOnly: true }, defaultFormats);
  expect(strict.switches.zeroRetentionOnly.facts).toEqual([
    "3 more endpoints can be used: heron, heron-large, kestrel-vision at Quarry.",
  ]);
});

it("says of each provider what its policy says, how often it served the workspace, and what it may serve", async () => {
  const mine = await createWorkspace();
  await use(mine, [["wren", "lantern", 2]]);
  const { providers, choices } = await previewChanges(mine.actor, defaults, defaultFormats);
  const row = (slug: string) => providers.find((provider) => provider.slug === slug);
  expect(row("quarry")).toMatchObject({ trains: "No", keeps: "30 days", requests: 0n, allowed: true });
  expect(row("lantern")).toMatchObject({
    keeps: "No",
    requests: 1n,
    usableModels: 6,
    models: 6,
    blockedBy: null,
  });
  expect(row("lantern")).toMatchObject({
    policyUrl: "https://lantern.example/privacy",
    policyReadOn: "2026-11-20",
  });
  const unknown = { trains: "Unknown", publishes: "Unknown", keeps: "Unknown", policyReadOn: null };
  expect(row("harbour")).toMatchObject({
    ...unknown,
    usableModels: 0,
    models: 1,
    blockedBy: "Paid model training",
  });
  expect(choices.mode).toBe("ignore");
  const without = (slug: string) => {
    const { endpoints: usable, uses } = choices;
    const kept = usable.filter(({ provider }) => provider.slug !== slug);
    return describeChange({ usable, kept, uses }, defaultFormats);
  };
  expect(without("quarry").facts).toEqual([
    "3 of 9 endpoints will stop working: heron, heron-large, kestrel-vision at Quarry.",
    "1 model loses all endpoints: kestrel-vision.",
    "You used none of them in the last 30 days.",
  ]);
  expect(without("harbour")).toEqual({ facts: [], stops: false });
});

it("an endpoint whose policy is unknown needs every switch; flipping one says what it opens", async () => {
  const mine = await createWorkspace();
  const preview = (change: object) => previewChanges(mine.actor, { ...defaults, ...change }, defaultFormats);
  expect((await preview({})).switches.mayPublish).toEqual({ facts: [], stops: false });
  const trained = await preview({ trainPaid: true });
  expect(trained.switches.mayPublish.facts).toEqual(["1 more endpoint can be used: cormorant at Harbour."]);
  const both = await preview({ trainPaid: true, mayPublish: true });
  expect(both.switches.mayPublish).toMatchObject({ stops: true });
});

it("counts only requests of a member's own keys", async () => {
  const mine = await createWorkspace();
  await use(mine, [["wren", "lantern", 2]]);
  const { providers } = await previewChanges({ ...mine.actor, role: "member" }, defaults, defaultFormats);
  expect(providers.every(({ requests }) => requests === 0n)).toBe(true);
});

it("providers are chosen in one change, by admins, and only those that exist", async () => {
  const { actor, workspaceId } = await createWorkspace();
  const lists = async () => {
    const { allowedProviders, ignoredProviders } = await getPrivacySettings(workspaceId);
    return [allowedProviders.toSorted(), ignoredProviders.toSorted()];
  };
  const all = ["commons", "harbour", "lantern", "quarry"];
  const before = new Date();
  const saved = await chooseProviders(actor, { mode: "ignore", allowed: ["commons", "harbour"] });
  expect(saved.ok && saved.value.since >= before).toBe(true);
  expect(await lists()).toEqual([[], ["lantern", "quarry"]]);
  const { providers } = await previewChanges(actor, await getPrivacySettings(workspaceId), defaultFormats);
  expect(providers.filter(({ allowed }) => !allowed).map(({ slug }) => slug)).toEqual(["lantern", "quarry"]);
  await chooseProviders(actor, { mode: "allow", allowed: ["lantern"] });
  expect(await lists()).toEqual([["lantern"], []]);
  const refused = { mode: "allow", allowed: [] } as const;
  expect(await chooseProviders(actor, refused)).toMatchObject({ code: "none_allowed", field: "provider" });
  expect(await chooseProviders(actor, { mode: "ignore", allowed: ["nowhere"] })).toMatchObject({
    code: "not_found",
  });
  const member = { ...actor, role: "member" } as const;
  expect(await chooseProviders(member, { mode: "ignore", allowed: all })).toMatchObject({
    code: "not_allowed",
  });
  expect(await lists()).toEqual([["lantern"], []]);
  // A tab that was opened when all were used must not undo that.
  const stale = { mode: "ignore", allowed: ["harbour"], seen: providerChoiceText("ignore", all) } as const;
  expect(await chooseProviders(actor, stale)).toMatchObject({ code: "changed_meanwhile" });
  expect(await lists()).toEqual([["lantern"], []]);
  const seen = providerChoiceText("allow", ["lantern"]);
  expect(await chooseProviders(actor, { mode: "ignore", allowed: all, seen })).toMatchObject({ ok: true });
  expect(await lists()).toEqual([[], []]);
});
