import "server-only";
import { catalog } from "@/lib/catalog/catalog";
import { env } from "@/lib/config/env";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { unretainedEndpoint } from "./rules/categorization";

/**
 * Checks that the model that names categories keeps nothing. Returns a sentence; throws one that says what to do. The start
 * refuses an installation that fails it.
 */
export function checkCategorization(): string {
  const { categorization } = env();
  if (!categorization) return "off; CATEGORIZATION_MODEL and CATEGORIZATION_SAMPLE turn it on";
  const { model, sample } = categorization;
  const found = catalog().modelById.get(model);
  if (!found) throw new OperatorProblem(`CATEGORIZATION_MODEL: the catalog has no model ${model}`);
  const endpoint = unretainedEndpoint(found);
  if (!endpoint)
    throw new OperatorProblem(
      `CATEGORIZATION_MODEL: no provider of ${model} promises to keep nothing, not to train and not to publish`,
    );
  return `${sample} of 10,000 requests of workspaces with optional data, by ${model} at ${endpoint.provider.name}`;
}
