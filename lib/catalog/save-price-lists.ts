import "server-only";
import { db } from "@/lib/db/client";
import { catalog, storedPrices } from "./catalog";

/**
 * Saves the current prices of this installation, so that the price list of every generation can be shown later. The id
 * is a hash of the content, so saving the same prices again changes nothing. Runs at start.
 */
export async function savePriceLists(): Promise<void> {
  const endpoints = catalog().models.flatMap((model) => model.endpoints);
  await db().priceList.createMany({
    data: endpoints.map((endpoint) => ({
      id: endpoint.priceListId,
      model: endpoint.modelId,
      provider: endpoint.provider.slug,
      endpoint: endpoint.id,
      prices: storedPrices(endpoint.prices),
    })),
    skipDuplicates: true,
  });
}
