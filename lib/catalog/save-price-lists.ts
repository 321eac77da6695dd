import "server-only";
import { db } from "@/lib/db/client";
import { catalog, storedPrices } from "./catalog";

/**
 * Keeps the prices of this installation as they are now, so that every generation can be explained later by the list
 * it was priced with. The id is a hash of the content: saving the same prices again changes nothing. Run at start.
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
