import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { providerKey } from "@/lib/config/env";
import { db } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { catalog } from "./catalog";

/**
 * Checks that there are models with prices and a key for each provider, and that the running product charges these
 * prices. Returns a sentence that says how old the newest price is, and that age in days. Throws a sentence that says
 * what to do.
 */
export async function checkPrices(
  now = Date.now(),
): Promise<{ readonly text: string; readonly days: number }> {
  const { models, providers } = catalog();
  if (models.length === 0) throw new OperatorProblem("the catalog has no models; see CATALOG_FILE");
  const missing = providers.flatMap(({ apiKeyVariable }) =>
    apiKeyVariable && !providerKey(apiKeyVariable) ? [apiKeyVariable] : [],
  );
  if (missing.length > 0)
    throw new OperatorProblem(`no key for a provider in: ${[...new Set(missing)].join(", ")}`);
  const ids = models.flatMap(({ endpoints }) => endpoints.map(({ priceListId }) => priceListId));
  const saved = await db().priceList.findMany({ where: { id: { in: ids } }, select: { createdAt: true } });
  if (saved.length < new Set(ids).size)
    throw new OperatorProblem(
      "CATALOG_FILE has changed since the product was started; restart it to charge these prices",
    );
  const newestMs = Math.max(...saved.map(({ createdAt }) => createdAt.getTime()));
  const days = Math.floor((now - newestMs) / msPerDay);
  const text = `${models.length} models at ${providers.length} providers; the newest price is ${days === 1 ? "1 day" : `${days} days`} old`;
  return { text, days };
}
