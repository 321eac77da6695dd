import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { loadCatalogue } from "./catalogue";
import { tokenPriceText, unitPriceText } from "./rules/prices";

test("the sandbox catalogue has two providers for a model, a free, a reasoning, an image and a training-only model", () => {
  const { models, modelById } = loadCatalogue(null, "http://127.0.0.1:4000");
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

test("the example catalogue is usable", () => {
  const file = path.join(import.meta.dirname, "catalog.example.json");
  expect(loadCatalogue(file, null).models.length).toBeGreaterThan(2);
});

test("a bad catalogue names the path of each wrong entry", () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "catalogue-")), "bad.json");
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
  expect(() => loadCatalogue(file, null)).toThrow(/models\.0\.endpoints\.0\.prices\.prompt/);
  model.endpoints[0] = {
    provider: "b",
    upstreamModel: "m",
    prices: { prompt: "0.5", completion: "1" } as never,
  };
  writeFileSync(file, JSON.stringify({ providers: [provider], models: [model] }));
  expect(() => loadCatalogue(file, null)).toThrow(
    /providers\.0\.apiKey[\s\S]*"b" is not among the providers/,
  );
  writeFileSync(file, "{,}");
  expect(() => loadCatalogue(file, null)).toThrow(/is not JSON/);
});

test("prices on the wire are exact decimal text", () => {
  expect(tokenPriceText(150_000_000n)).toBe("0.00000015");
  expect(tokenPriceText(0n)).toBe("0");
  expect(tokenPriceText(12_500_000n)).toBe("0.0000000125");
  expect(unitPriceText(1_100_000n)).toBe("0.0011");
});
