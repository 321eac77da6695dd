import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrivacySettings } from "@/lib/kernel/privacy-settings";
import type { Guardrails } from "@/lib/keys/rules/guardrails";
import { updateKey } from "@/lib/keys/update-key";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { createTenant, generationRows, spentNanos, startApi, type TestApi } from "@/lib/testing/api";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** Requests that the model provider has received so far, of whomever. Tests of a file run one after the other. */
async function sent(): Promise<number> {
  const { total } = await (await fetch(`${api.providerUrl}/_sandbox/requests`)).json();
  return total;
}

const messages = [{ role: "user" as const, content: "Hello" }];
const trains = { trainPaid: true, trainFree: true, mayPublish: true };
type Case = {
  readonly privacy?: Partial<PrivacySettings>;
  readonly guardrails?: Partial<Guardrails>;
  readonly provider?: object;
  readonly model: string;
  /** What the same request needs to be sent, to show that this setting alone stopped it. */
  readonly opened: {
    privacy?: Partial<PrivacySettings>;
    guardrails?: Partial<Guardrails>;
    provider?: object;
  };
  readonly message: string;
};

const privacyPage = "Configure: http://localhost:3999/settings/privacy";
const keyPage = "Configure: http://localhost:3999/keys/";

describe("whenever nothing complies, nothing is sent, recorded or charged, and the error says who stopped it", () => {
  test.each<[string, Case]>([
    [
      "workspace, train paid",
      {
        model: "magpie",
        opened: { privacy: { trainPaid: true } },
        message: `(Paid model training). ${privacyPage}`,
      },
    ],
    [
      "workspace, train free",
      {
        model: "magpie:free",
        opened: { privacy: { trainFree: true } },
        message: `(Free model training). ${privacyPage}`,
      },
    ],
    [
      "workspace, publish",
      {
        privacy: { trainPaid: true },
        provider: { only: ["harbour"] },
        model: "cormorant",
        opened: { privacy: { mayPublish: true } },
        message: `(Publication of inputs). ${privacyPage}`,
      },
    ],
    [
      "workspace, zero retention",
      {
        privacy: { zeroRetentionOnly: true },
        provider: { only: ["quarry"] },
        model: "heron",
        opened: { privacy: { zeroRetentionOnly: false } },
        message: `(Zero data retention). ${privacyPage}`,
      },
    ],
    [
      "workspace, ignored",
      {
        privacy: { ignoredProviders: ["quarry", "lantern"] },
        model: "heron",
        opened: { privacy: { ignoredProviders: ["quarry"] } },
        message: `(Ignored providers). ${privacyPage}`,
      },
    ],
    [
      "workspace, allowed",
      {
        privacy: { allowedProviders: ["commons"] },
        model: "heron",
        opened: { privacy: { allowedProviders: ["commons", "lantern"] } },
        message: `(Allowed providers). ${privacyPage}`,
      },
    ],
    [
      "key, allowed models",
      {
        guardrails: { allowedModels: ["sandbox/wren"] },
        model: "heron",
        opened: { guardrails: { allowedModels: ["sandbox/*"] } },
        message: `(Allowed models). ${keyPage}`,
      },
    ],
    [
      "key, allowed providers",
      {
        guardrails: { allowedProviders: ["commons"] },
        model: "heron",
        opened: { guardrails: { allowedProviders: ["commons", "quarry"] } },
        message: `(Allowed providers). ${keyPage}`,
      },
    ],
    [
      "key, ignored providers",
      {
        guardrails: { ignoredProviders: ["quarry", "lantern"] },
        model: "heron",
        opened: { guardrails: { ignoredProviders: ["quarry"] } },
        message: `(Ignored providers). ${keyPage}`,
      },
    ],
    [
      "key, zero retention",
      {
        guardrails: { zeroRetentionOnly: true },
        provider: { only: ["quarry"] },
        model: "heron",
        opened: { guardrails: { zeroRetentionOnly: false } },
        message: `(Zero data retention). ${keyPage}`,
      },
    ],
    [
      "key, no collection",
      {
        privacy: trains,
        guardrails: { denyCollection: true },
        model: "magpie",
        opened: { guardrails: { denyCollection: false } },
        message: `(Paid model training). ${keyPage}`,
      },
    ],
    [
      "request, data_collection",
      {
        privacy: trains,
        provider: { data_collection: "deny" },
        model: "magpie",
        opened: { provider: {} },
        message: "match the request's provider.data_collection.",
      },
    ],
    [
      "request, zdr",
      {
        provider: { zdr: true, ignore: ["lantern"] },
        model: "heron",
        opened: { provider: { zdr: true } },
        message: "match the request's provider.",
      },
    ],
    [
      "request, only",
      {
        provider: { only: ["commons"] },
        model: "heron",
        opened: { provider: { only: ["quarry"] } },
        message: "match the request's provider.only.",
      },
    ],
    [
      "request, ignore",
      {
        provider: { ignore: ["quarry", "lantern"] },
        model: "heron",
        opened: { provider: { ignore: ["quarry"] } },
        message: "match the request's provider.ignore.",
      },
    ],
    [
      "all three, each allowing another provider",
      {
        privacy: { allowedProviders: ["quarry", "lantern"] },
        guardrails: { allowedProviders: ["quarry"] },
        provider: { only: ["lantern"] },
        model: "heron",
        opened: { guardrails: { allowedProviders: ["lantern"] } },
        message: `(Allowed providers). ${keyPage}`,
      },
    ],
  ])("%s", async (_, { privacy = {}, guardrails = {}, provider = {}, model, opened, message }) => {
    const tenant = await createTenant({ key: { guardrails } });
    await updatePrivacySettings(tenant.actor, privacy);
    const ask = (preferences: object, isStream = false) =>
      api.call("/chat/completions", {
        secret: tenant.secret,
        body: { model: `sandbox/${model}`, messages, provider: preferences, stream: isStream },
      });
    const before = await sent();
    for (const isStream of [false, true]) {
      const refused = await ask(provider, isStream);
      expect(refused.status).toBe(404);
      expect((await refused.json()).error).toMatchObject({
        code: 404,
        message: expect.stringContaining(message.replace(keyPage, `${keyPage}${tenant.key.hash}`)) as string,
      });
    }
    expect((await sent()) - before).toBe(0);
    expect(await generationRows(tenant.workspaceId)).toEqual([]);
    expect(await spentNanos(tenant.workspaceId)).toBe(0n);
    if (opened.privacy) await updatePrivacySettings(tenant.actor, opened.privacy);
    if (opened.guardrails)
      await updateKey(tenant.actor, { id: tenant.key.id }, { guardrails: opened.guardrails });
    expect((await ask(opened.provider ?? provider)).status).toBe(200);
    expect((await sent()) - before).toBe(1);
  });
});
