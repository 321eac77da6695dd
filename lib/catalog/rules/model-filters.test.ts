import { expect, test } from "vitest";
import { loadCatalog } from "../catalog";
import { filterModels, modelFiltersQuery, modelSorts, parseModelFilters } from "./model-filters";
import { modelIdOf, modelPath } from "./model-path";

const { models } = loadCatalog(null, null);
const find = (search: Record<string, string | string[]>) =>
  filterModels(models, parseModelFilters(search)).map(({ model, endpoints }) => [
    model.id.replace("sandbox/", ""),
    ...endpoints.map(({ provider }) => provider.slug),
  ]);

test("a filter leaves models with a matching endpoint, and shows only those endpoints", () => {
  expect(find({ q: " HERON ", sort: "name" })).toEqual([
    ["heron", "quarry", "lantern"],
    ["heron-large", "quarry", "lantern"],
  ]);
  expect(find({ q: "heron", zdr: "on", sort: "name" })).toEqual([
    ["heron", "lantern"],
    ["heron-large", "lantern"],
  ]);
  expect(find({ free: "on", sort: "name" })).toEqual([
    ["magpie:free", "commons"],
    ["wren:free", "lantern"],
  ]);
  expect(find({ free: "on", no_training: "on" })).toEqual([["wren:free", "lantern"]]);
  // An unknown policy promises nothing.
  expect(find({ q: "cormorant", no_training: "on" })).toEqual([["cormorant", "lantern"]]);
  expect(find({ q: "heron", max_price: "0.5" })).toEqual([["heron", "quarry"]]);
  expect(find({ context: "200000" })).toEqual([["heron-large", "quarry", "lantern"]]);
  expect(find({ q: "no such model" })).toEqual([]);
});

test("prices and context of a row are the best of the endpoints that match", () => {
  const [all] = filterModels(models, parseModelFilters({ q: "heron-large" }));
  const [zdr] = filterModels(models, parseModelFilters({ q: "heron-large", zdr: "on" }));
  expect([all?.inputNanos, all?.outputNanos, all?.throughput]).toEqual([2_750_000_000n, 14_000_000_000n, 60]);
  expect([zdr?.inputNanos, zdr?.outputNanos]).toEqual([3_000_000_000n, 15_000_000_000n]);
});

test("each order has its first model first", () => {
  const first = (sort: string) => find({ sort })[0]?.[0];
  expect(modelSorts.map(first)).toEqual([
    "cormorant",
    "cormorant",
    "magpie:free",
    "magpie:free",
    "heron-large",
    "wren",
  ]);
  expect(
    find({ sort: "input" })
      .slice(0, 3)
      .map(([id]) => id),
  ).toEqual(["magpie:free", "wren:free", "wren"]);
});

test("malformed parameters are ignored, and the query keeps only what has an effect", () => {
  const malformed = { q: ["a", "b"], free: "yes", max_price: "-1", context: "x", sort: "__proto__" };
  expect(modelFiltersQuery(parseModelFilters(malformed))).toBe("");
  expect(parseModelFilters({ q: "x".repeat(10_000) }).q).toHaveLength(100);
  const query = {
    q: "a&b",
    free: "on",
    zdr: "on",
    no_training: "on",
    max_price: "5",
    context: "64000",
    sort: "speed",
  };
  const text = modelFiltersQuery(parseModelFilters(query));
  expect(Object.fromEntries(new URLSearchParams(text))).toEqual(query);
});

test("the path of a model leads back to its id", () => {
  for (const { id } of models) {
    const segments = modelPath(id).split("/").slice(2);
    expect(modelIdOf(segments)).toBe(id);
    expect(modelIdOf(segments.map(encodeURIComponent))).toBe(id);
  }
  expect(modelIdOf(["%E0%A4%A"])).toBeNull();
});
