import fc from "fast-check";
import { expect, test } from "vitest";
import type { Catalog, Endpoint } from "@/lib/catalog/rules/catalog";
import { defaultPrivacySettings } from "@/lib/kernel/privacy-settings";
import { type Guardrails, noGuardrails } from "@/lib/keys/rules/guardrails";
import type { PolicyChoices } from "@/lib/privacy/rules/endpoint-policy";
import { catalogs, models, price, slugs } from "@/lib/testing/random-catalog";
import { chooseEndpoints } from "./choose-endpoints";
import { noPreferences, type ProviderPreferences } from "./provider-preferences";

type Rules = {
  readonly privacy: PolicyChoices;
  readonly guardrails: Guardrails;
  readonly preferences: ProviderPreferences;
};

const names = fc.subarray([...slugs]);

const rules: fc.Arbitrary<Rules> = fc.record({
  privacy: fc
    .record({
      trainPaid: fc.boolean(),
      trainFree: fc.boolean(),
      mayPublish: fc.boolean(),
      zeroRetentionOnly: fc.boolean(),
      allowedProviders: names,
      ignoredProviders: names,
    })
    .map((choices) => ({ ...defaultPrivacySettings, ...choices })),
  guardrails: fc.record({
    allowedModels: fc.subarray([...models, "one/*", "two/*", "three/*"]),
    allowedProviders: names,
    ignoredProviders: names,
    zeroRetentionOnly: fc.boolean(),
    denyCollection: fc.boolean(),
  }),
  preferences: fc.record({
    order: fc.shuffledSubarray([...slugs]),
    only: names,
    ignore: names,
    allowFallbacks: fc.boolean(),
    denyCollection: fc.boolean(),
    zeroRetention: fc.boolean(),
    sort: fc.constantFrom(null, "price" as const, "throughput" as const),
    promptPriceMax: fc.option(price),
    completionPriceMax: fc.option(price),
  }),
});

/** An allow-list with one entry less, or from "all" to some. It never becomes empty, which would allow all again. */
const fewer = (list: readonly string[], all: readonly string[], pick: number): readonly string[] => {
  if (list.length === 0) return all.filter((_, index) => index !== pick % all.length);
  return list.length === 1 ? list : list.filter((_, index) => index !== pick % list.length);
};
const more = (list: readonly string[], pick: number): readonly string[] => [
  ...new Set([...list, slugs[pick % slugs.length] ?? "a"]),
];

/** Every way to tighten one of the three a little. */
const steps: readonly ((rules: Rules, pick: number) => Rules)[] = [
  (given) => ({ ...given, privacy: { ...given.privacy, trainPaid: false } }),
  (given) => ({ ...given, privacy: { ...given.privacy, trainFree: false } }),
  (given) => ({ ...given, privacy: { ...given.privacy, mayPublish: false } }),
  (given) => ({ ...given, privacy: { ...given.privacy, zeroRetentionOnly: true } }),
  (given, pick) => {
    const allowedProviders = fewer(given.privacy.allowedProviders, slugs, pick);
    return { ...given, privacy: { ...given.privacy, allowedProviders } };
  },
  (given, pick) => {
    const ignoredProviders = more(given.privacy.ignoredProviders, pick);
    return { ...given, privacy: { ...given.privacy, ignoredProviders } };
  },
  (given, pick) => {
    const allowedModels = fewer(given.guardrails.allowedModels, models, pick);
    return { ...given, guardrails: { ...given.guardrails, allowedModels } };
  },
  (given, pick) => {
    const allowedProviders = fewer(given.guardrails.allowedProviders, slugs, pick);
    return { ...given, guardrails: { ...given.guardrails, allowedProviders } };
  },
  (given, pick) => {
    const ignoredProviders = more(given.guardrails.ignoredProviders, pick);
    return { ...given, guardrails: { ...given.guardrails, ignoredProviders } };
  },
  (given) => ({ ...given, guardrails: { ...given.guardrails, zeroRetentionOnly: true } }),
  (given) => ({ ...given, guardrails: { ...given.guardrails, denyCollection: true } }),
  (given, pick) => {
    const only = fewer(given.preferences.only, slugs, pick);
    return { ...given, preferences: { ...given.preferences, only } };
  },
  (given, pick) => {
    const ignore = more(given.preferences.ignore, pick);
    return { ...given, preferences: { ...given.preferences, ignore } };
  },
  (given) => ({ ...given, preferences: { ...given.preferences, denyCollection: true } }),
  (given) => ({ ...given, preferences: { ...given.preferences, zeroRetention: true } }),
  (given, pick) => {
    const { promptPriceMax: before } = given.preferences;
    const wanted = BigInt(pick % 4);
    const promptPriceMax = before !== null && before < wanted ? before : wanted;
    return { ...given, preferences: { ...given.preferences, promptPriceMax } };
  },
];

/** The endpoints of one model that a request would use, in their order. One model has at most four: none is cut off. */
function route(catalog: Catalog, model: string, given: Rules): readonly string[] {
  const choice = chooseEndpoints({
    catalog,
    models: [model],
    ...given,
    media: new Map(),
    appUrl: "https://console.example",
    keyHash: "hash",
  });
  return choice.ok ? choice.endpoints.map(({ id }) => id) : [];
}

/** Whether all three allow an endpoint, written out rule by rule and without the code under test. */
function complies({ privacy, guardrails, preferences }: Rules, endpoint: Endpoint): boolean {
  const { slug, baseUrl, dataPolicy } = endpoint.provider;
  const trains = dataPolicy.trains !== false;
  const publishes = dataPolicy.publishes !== false;
  const retains = dataPolicy.retainsDays !== 0;
  const author = endpoint.modelId.split("/")[0] ?? "";
  const listed = (list: readonly string[], name: string) => list.length === 0 || list.includes(name);
  const checks = [
    baseUrl !== null,
    !trains || (endpoint.isFree ? privacy.trainFree : privacy.trainPaid),
    !publishes || privacy.mayPublish,
    !retains || !privacy.zeroRetentionOnly,
    listed(privacy.allowedProviders, slug),
    !privacy.ignoredProviders.includes(slug),
    listed(guardrails.allowedModels, endpoint.modelId) || guardrails.allowedModels.includes(`${author}/*`),
    listed(guardrails.allowedProviders, slug),
    !guardrails.ignoredProviders.includes(slug),
    !retains || !guardrails.zeroRetentionOnly,
    !(trains || publishes) || !guardrails.denyCollection,
    listed(preferences.only, slug),
    !preferences.ignore.includes(slug),
    preferences.allowFallbacks || listed(preferences.order, slug),
    !(trains || publishes) || !preferences.denyCollection,
    !retains || !preferences.zeroRetention,
    preferences.promptPriceMax === null || endpoint.prices.prompt <= preferences.promptPriceMax,
    preferences.completionPriceMax === null || endpoint.prices.completion <= preferences.completionPriceMax,
  ];
  return checks.every(Boolean);
}

test("a request uses exactly the endpoints that the workspace, the key and the request all allow", () => {
  fc.assert(
    fc.property(catalogs, rules, fc.constantFrom(...models), (catalog, given, model) => {
      const endpoints = catalog.modelById.get(model)?.endpoints ?? [];
      const expected = endpoints.filter((endpoint) => complies(given, endpoint)).map(({ id }) => id);
      const used = route(catalog, model, given);
      if (given.preferences.allowFallbacks) expect(used.toSorted()).toEqual(expected.toSorted());
      else
        expect([used.length, expected.includes(used[0] ?? "")]).toEqual([
          Math.min(1, expected.length),
          used.length > 0,
        ]);
    }),
    { numRuns: 5_000 },
  );
});

test("tightening any of the three never adds an endpoint, and what remains keeps its order", () => {
  const tightenings = fc.array(fc.tuple(fc.constantFrom(...steps), fc.nat(23)), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(
      catalogs,
      rules,
      fc.constantFrom(...models),
      tightenings,
      (catalog, given, model, applied) => {
        // With fallbacks, the whole route is seen and not only its first endpoint.
        const before = { ...given, preferences: { ...given.preferences, allowFallbacks: true } };
        const after = applied.reduce((current, [step, pick]) => step(current, pick), before);
        const [wide, narrow] = [route(catalog, model, before), route(catalog, model, after)];
        expect(narrow).toEqual(wide.filter((id) => narrow.includes(id)));
      },
    ),
    { numRuns: 5_000 },
  );
});

test("the one named as the reason did forbid something, and an error names one exactly when nothing complies", () => {
  fc.assert(
    fc.property(catalogs, rules, fc.constantFrom(...models), (catalog, given, model) => {
      const request = {
        catalog,
        models: [model],
        media: new Map(),
        appUrl: "https://c.example",
        keyHash: "h",
      };
      const choice = chooseEndpoints({ ...request, ...given });
      const served = (catalog.modelById.get(model)?.endpoints ?? []).filter(
        ({ provider }) => provider.baseUrl,
      );
      expect(choice.ok).toBe(served.some((endpoint) => complies(given, endpoint)));
      if (choice.ok || served.length === 0) return;
      const { message } = choice.apiError;
      const forbids = (only: Partial<Rules>) => {
        const open = { trainPaid: true, trainFree: true, mayPublish: true };
        const privacy = { ...defaultPrivacySettings, ...open };
        const alone = { privacy, guardrails: noGuardrails, preferences: noPreferences, ...only };
        return served.some((endpoint) => !complies(alone, endpoint));
      };
      const { privacy, guardrails, preferences } = given;
      if (message.includes("/settings/privacy")) expect(forbids({ privacy })).toBe(true);
      else if (message.includes("/keys/h")) expect(forbids({ guardrails })).toBe(true);
      else
        expect([message.includes("the request's provider."), forbids({ preferences })]).toEqual([true, true]);
    }),
    { numRuns: 5_000 },
  );
});
