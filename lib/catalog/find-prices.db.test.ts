import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { catalog } from "./catalog";
import { findPrices } from "./find-prices";
import { savePriceLists } from "./save-price-lists";

beforeAll(testDatabase);
afterAll(closeDb);

it("returns the prices that were saved under an id, and nothing for another", async () => {
  await savePriceLists();
  const endpoints = catalog().models.flatMap((model) => model.endpoints);
  for (const { priceListId, prices } of endpoints) expect(await findPrices(priceListId)).toEqual(prices);
  expect(await findPrices("unknown")).toBeNull();
});
