import { beforeAll, expect, it } from "vitest";
import { ensurePartitions } from "@/lib/activity/ensure-partitions";
import { foldUsage } from "@/lib/activity/fold-usage";
import { recordGenerations } from "@/lib/activity/record-generations";
import { sqlTransaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { defaultPrivacySettings as defaults } from "@/lib/kernel/privacy-settings";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, finishedGeneration, generationIdAt } from "@/lib/testing/generations";
import { getPrivacySettings } from "./get-privacy-settings";
import { previewChanges } from "./preview-changes";
import { setProviderAllowed } from "./set-provider-allowed";
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

it("says of each provider what ignoring it stops, and how often it served the workspace", async () => {
  const mine = await createWorkspace();
  await use(mine, [["wren", "lantern", 2]]);
  const { providers } = await previewChanges(mine.actor, defaults, defaultFormats);
  const row = (slug: string) => providers.find((provider) => provider.slug === slug);
  expect(row("quarry")).toMatchObject({ trains: "No", keeps: "30 days", requests: 0n, allowed: true });
  expect(row("quarry")?.change.facts).toEqual([
    "3 of 9 endpoints will stop working: heron, heron-large, kestrel-vision at Quarry.",
    "You used none of them in the last 30 days.",
  ]);
  expect(row("lantern")).toMatchObject({ keeps: "No", requests: 1n, usableModels: 6, models: 6 });
  expect(row("harbour")).toMatchObject({ trains: "Unknown", keeps: "Unknown", usableModels: 0, models: 1 });
  expect(row("harbour")?.change).toEqual({ facts: [], stops: false });
});

it("counts only requests of a member's own keys", async () => {
  const mine = await createWorkspace();
  await use(mine, [["wren", "lantern", 2]]);
  const { providers } = await previewChanges({ ...mine.actor, role: "member" }, defaults, defaultFormats);
  expect(providers.every(({ requests }) => requests === 0n)).toBe(true);
});

it("one provider is ignored and allowed again, by admins, and only if it exists", async () => {
  const { actor, workspaceId } = await createWorkspace();
  const ignored = async () => (await getPrivacySettings(workspaceId)).ignoredProviders;
  await Promise.all([
    setProviderAllowed(actor, { provider: "quarry", allowed: false }),
    setProviderAllowed(actor, { provider: "lantern", allowed: false }),
  ]);
  expect((await ignored()).toSorted()).toEqual(["lantern", "quarry"]);
  const { providers } = await previewChanges(actor, await getPrivacySettings(workspaceId), defaultFormats);
  expect(providers.filter(({ allowed }) => !allowed).map(({ slug }) => slug)).toEqual(["lantern", "quarry"]);
  expect(await setProviderAllowed(actor, { provider: "quarry", allowed: true })).toMatchObject({ ok: true });
  expect(await ignored()).toEqual(["lantern"]);
  expect(await setProviderAllowed(actor, { provider: "nowhere", allowed: false })).toMatchObject({
    code: "not_found",
  });
  const member = { ...actor, role: "member" } as const;
  expect(await setProviderAllowed(member, { provider: "lantern", allowed: true })).toMatchObject({
    code: "not_allowed",
  });
});
