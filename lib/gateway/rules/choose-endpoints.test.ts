import { expect, test } from "vitest";
import { loadCatalog } from "@/lib/catalog/catalog";
import { defaultPrivacySettings } from "@/lib/kernel/privacy-settings";
import { type Guardrails, noGuardrails } from "@/lib/keys/rules/guardrails";
import { chooseEndpoints } from "./choose-endpoints";
import { preferencesOf, providerShape } from "./provider-preferences";

const catalog = loadCatalog(null, "http://127.0.0.1:9");

const fixed = { catalog, media: new Map(), appUrl: "https://console.example", keyHash: "abc" };

/** Providers in the order in which they are tried, or the status of the error. */
function providers(
  provider: object,
  model = "sandbox/heron",
  { privacy = {}, guardrails = {} }: { privacy?: object; guardrails?: Partial<Guardrails> } = {},
): readonly string[] | number {
  if (!providerShape.is(provider)) throw new Error(`provider${providerShape.problem(provider)}`);
  const choice = chooseEndpoints({
    ...fixed,
    models: [model],
    privacy: { ...defaultPrivacySettings, ...privacy },
    guardrails: { ...noGuardrails, ...guardrails },
    preferences: preferencesOf(provider),
  });
  return choice.ok ? choice.endpoints.map((endpoint) => endpoint.provider.slug) : choice.apiError.status;
}

test("a caller's lists of providers order, allow, and exclude", () => {
  expect(providers({})).toEqual(["quarry", "lantern"]);
  expect(providers({ order: ["lantern"] })).toEqual(["lantern", "quarry"]);
  expect(providers({ only: ["lantern"] })).toEqual(["lantern"]);
  expect(providers({ ignore: ["quarry"] })).toEqual(["lantern"]);
  expect(providers({ ignore: ["quarry", "lantern"] })).toBe(404);
});

test("without fallbacks there is one endpoint, the first of the given order if there is one", () => {
  expect(providers({ allow_fallbacks: false })).toEqual(["quarry"]);
  expect(providers({ allow_fallbacks: false, order: ["lantern"] })).toEqual(["lantern"]);
  expect(providers({ allow_fallbacks: false, order: ["unknown"] })).toBe(404);
});

test("a setting that leaves only endpoints which the request excludes is named as the reason", () => {
  const ask = (preferences: object) =>
    chooseEndpoints({
      ...fixed,
      models: ["sandbox/cormorant"],
      privacy: defaultPrivacySettings,
      guardrails: noGuardrails,
      preferences: preferencesOf(preferences),
    });
  expect(ask({ only: ["harbour"] })).toMatchObject({
    dependsOnSettings: true,
    apiError: { message: expect.stringContaining("(Paid model training)") as string },
  });
  expect(ask({ only: ["quarry"] })).toMatchObject({ dependsOnSettings: false });
});

test("a request can tighten data policies but not loosen them", () => {
  const training = { privacy: { trainPaid: true } };
  expect(providers({}, "sandbox/magpie")).toBe(404);
  expect(providers({ data_collection: "allow" }, "sandbox/magpie")).toBe(404);
  expect(providers({}, "sandbox/magpie", training)).not.toBe(404);
  expect(providers({ data_collection: "deny" }, "sandbox/magpie", training)).toBe(404);
  expect(providers({ zdr: true })).toEqual(["lantern"]);
});

test("a key's guardrails narrow what its workspace and the request allow, and loosen neither", () => {
  const guarded = (guardrails: Partial<Guardrails>, provider = {}, model?: string) =>
    providers(provider, model, { guardrails });
  expect(guarded({ allowedModels: ["sandbox/heron"] })).toEqual(["quarry", "lantern"]);
  expect(guarded({ allowedModels: ["sandbox/*"] })).toEqual(["quarry", "lantern"]);
  expect(guarded({ allowedModels: ["sandbox/heron"] }, {}, "sandbox/heron:nitro")).toEqual([
    "lantern",
    "quarry",
  ]);
  expect(guarded({ allowedModels: ["sandbox/wren"] }, {}, "sandbox/wren:free")).toBe(404);
  expect(guarded({ allowedModels: ["other/*", "sandbox/wren"] })).toBe(404);
  expect(guarded({ allowedProviders: ["lantern"] })).toEqual(["lantern"]);
  expect(guarded({ allowedProviders: ["lantern"] }, { only: ["quarry"] })).toBe(404);
  expect(guarded({ ignoredProviders: ["lantern"] })).toEqual(["quarry"]);
  expect(guarded({ zeroRetentionOnly: true })).toEqual(["lantern"]);
  expect(guarded({ allowedProviders: ["commons"] }, {}, "sandbox/magpie")).toBe(404);
  const trains = { privacy: { trainPaid: true, allowedProviders: ["commons"] } };
  expect(providers({}, "sandbox/magpie", trains)).toEqual(["commons"]);
  expect(providers({}, "sandbox/magpie", { ...trains, guardrails: { denyCollection: true } })).toBe(404);
  const apart = { privacy: { allowedProviders: ["quarry"] }, guardrails: { allowedProviders: ["lantern"] } };
  expect(providers({}, "sandbox/heron", apart), "lists without a common entry allow nothing").toBe(404);
});

test.each<
  [message: string, model: string, rules: { privacy?: object; guardrails?: object; request?: object }]
>([
  [
    "your data policy (Paid model training). Configure: https://console.example/settings/privacy",
    "magpie",
    {},
  ],
  [
    "your data policy (Paid model training). Configure: https://console.example/settings/privacy",
    "magpie",
    { request: { data_collection: "deny" } },
  ],
  [
    "No endpoints found for sandbox/magpie that match the request's provider.data_collection.",
    "magpie",
    { privacy: { trainPaid: true }, request: { data_collection: "deny" } },
  ],
  [
    "your guardrail restrictions and data policy (Paid model training). Configure: https://console.example/keys/abc",
    "magpie",
    { privacy: { trainPaid: true }, guardrails: { denyCollection: true } },
  ],
  [
    "(Allowed models). Configure: https://console.example/keys/abc",
    "heron",
    { guardrails: { allowedModels: ["a/*"] } },
  ],
  [
    "(Ignored providers). Configure: https://console.example/keys/abc",
    "heron",
    { guardrails: { ignoredProviders: ["quarry"] }, request: { only: ["quarry"] } },
  ],
  ["that match the request's provider.zdr.", "heron", { request: { zdr: true, ignore: ["lantern"] } }],
  ["that match the request's provider.only.", "heron", { request: { only: ["elsewhere"] } }],
  ["that match the request's provider.max_price.prompt.", "heron", { request: { max_price: { prompt: 0 } } }],
])("the error says who left no endpoint, and where to change it: %s", (message, model, rules) => {
  const choice = chooseEndpoints({
    ...fixed,
    models: [`sandbox/${model}`],
    privacy: { ...defaultPrivacySettings, ...rules.privacy },
    guardrails: { ...noGuardrails, ...rules.guardrails },
    preferences: preferencesOf(rules.request ?? {}),
  });
  expect(choice).toMatchObject({
    ok: false,
    dependsOnSettings: !message.includes("the request's"),
    apiError: { status: 404, message: expect.stringContaining(message) as string },
  });
});

test("the reason may lie in the settings for a fallback too", () => {
  const refused = (models: readonly string[]) =>
    chooseEndpoints({
      ...fixed,
      models,
      privacy: defaultPrivacySettings,
      guardrails: noGuardrails,
      preferences: preferencesOf({}),
    });
  expect(refused(["nobody/nothing", "sandbox/magpie"])).toMatchObject({
    dependsOnSettings: true,
    apiError: { status: 400 },
  });
  expect(refused(["nobody/nothing"])).toMatchObject({ dependsOnSettings: false });
});
