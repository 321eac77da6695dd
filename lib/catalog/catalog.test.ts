import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { loadCatalog } from "./catalog";
import { priceDecimals, tokenPriceText, unitPriceText } from "./rules/prices";

test("the sandbox catalog has a model at two providers, a free model, an image model, and a training-only model", () => {
  const { models, modelById } = loadCatalog(null, "http://127.0.0.1:4000");
  const heron = modelById.get("sandbox/heron");
  expect(heron?.endpoints.map((endpoint) => endpoint.provider.slug)).toEqual(["quarry", "lantern"]);
  expect(heron?.endpoints[0]?.provider.baseUrl).toBe("http://127.0.0.1:4000/v1");
  expect(models.every((model) => model.id.startsWith("sandbox/"))).toBe(true);
  expect(modelById.get("sandbox/wren:free")?.isFree).toBe(true);
  expect(
    modelById.get("sandbox/magpie")?.endpoints.every((endpoint) => endpoint.dataPolicy.trains === true),
  ).toBe(true);
  expect(modelById.get("sandbox/kestrel-vision")?.inputModalities).toContain("image");
});

test("the example catalog is usable", () => {
  const file = path.join(import.meta.dirname, "catalog.example.json");
  expect(loadCatalog(file, null).models.length).toBeGreaterThan(2);
});

test("omitted fields have their defaults, and endpoints have the settings of their model and provider", () => {
  const sandbox = loadCatalog(null, null);
  for (const { tokenFactor, endpoints } of sandbox.models) {
    expect(tokenFactor).toBe(1);
    expect(endpoints.every((endpoint) => endpoint.tokenFactor === 1)).toBe(true);
    expect(endpoints.every((endpoint) => !endpoint.provider.stopsBillingOnCancel)).toBe(true);
  }
  expect(sandbox.modelById.get("sandbox/heron")?.inputModalities).toEqual(["text"]);

  const example = loadCatalog(path.join(import.meta.dirname, "catalog.example.json"), null);
  expect(example.providerBySlug.get("vllm")?.stopsBillingOnCancel).toBe(true);
  const local = example.modelById.get("local/llama3.2:free");
  expect([local?.tokenFactor, local?.endpoints[0]?.tokenFactor]).toEqual([1.1, 1.1]);
});

test("prices, contexts, and token factors too large for a bill are rejected", () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "catalog-")), "big.json");
  const load = (change: object, prices: object = {}) => {
    const endpoint = {
      provider: "a",
      upstreamModel: "m",
      prices: { prompt: "1", completion: "1", ...prices },
    };
    const model = { id: "a/m", name: "M", created: "2026-01-01", contextLength: 100_000_000, ...change };
    const dataPolicy = { trains: false, retainsDays: "none" };
    const provider = { slug: "a", name: "A", baseUrl: "https://a.example/v1", dataPolicy };
    writeFileSync(
      file,
      JSON.stringify({ providers: [provider], models: [{ ...model, endpoints: [endpoint] }] }),
    );
    return () => loadCatalog(file, null);
  };
  expect(load({ tokenFactor: 8 }, { prompt: "100000" })).not.toThrow();
  expect(load({}, { image: "100000.01" })).toThrow(/prices\.image: must be at most 100,000 dollars/);
  expect(load({ contextLength: 100_000_001 })).toThrow(/contextLength/);
  expect(load({ maxCompletionTokens: 100_000_001 })).toThrow(/maxCompletionTokens/);
  expect(load({ tokenFactor: 0 })).toThrow(/tokenFactor/);
});

test("a bad catalog names the path of each wrong entry", () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "catalog-")), "bad.json");
  const provider = {
    slug: "a",
    name: "A",
    baseUrl: "https://a.example/v1",
    apiKey: "x",
    dataPolicy: { trains: false, retainsDays: "none" },
  };
  const model = {
    id: "a/m",
    name: "M",
    created: "2026-01-01",
    contextLength: 1000,
    endpoints: [{ provider: "b", upstreamModel: "m", prices: { prompt: 0.5, completion: "1" } }],
  };
  writeFileSync(file, JSON.stringify({ providers: [provider], models: [model] }));
  expect(() => loadCatalog(file, null)).toThrow(/models\.0\.endpoints\.0\.prices\.prompt/);
  model.endpoints[0] = {
    provider: "b",
    upstreamModel: "m",
    prices: { prompt: "0.5", completion: "1" } as never,
  };
  writeFileSync(file, JSON.stringify({ providers: [provider], models: [model] }));
  expect(() => loadCatalog(file, null)).toThrow(/providers\.0\.apiKey[\s\S]*"b" is not among the providers/);
  writeFileSync(file, "{,}");
  expect(() => loadCatalog(file, null)).toThrow(/is not JSON/);
});

test("prices on the wire are exact decimal text", () => {
  expect(tokenPriceText(150_000_000n)).toBe("0.00000015");
  expect(tokenPriceText(0n)).toBe("0");
  expect(tokenPriceText(12_500_000n)).toBe("0.0000000125");
  expect(unitPriceText(1_100_000n)).toBe("0.0011");
});

test("a column of prices has the decimals that make each exact, from two to four", () => {
  expect(priceDecimals([])).toBe(2);
  expect(priceDecimals([3_000_000_000n, 0n])).toBe(2);
  expect(priceDecimals([500_000_000n, 125_000_000n])).toBe(3);
  expect(priceDecimals([7_000_000n, 1_000n])).toBe(4);
});
