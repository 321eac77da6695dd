import "server-only";
import { catalog } from "@/lib/catalog/catalog";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { PolicyDrafts } from "@/lib/policies/rules/policy";
import { codeFacts } from "./rules/code-facts";
import { policyDrafts } from "./rules/drafts";

/** The policies as this version of the code and the configuration make them. */
export function currentDrafts(): PolicyDrafts {
  const { contacts, operatorFacts, creditExpiryDays, billingRetentionYears } = env();
  const providers = catalog().providers.toSorted((one, other) => one.slug.localeCompare(other.slug));
  const installation = { ...contacts, ...operatorFacts, creditExpiryDays, billingRetentionYears, providers };
  return policyDrafts({ ...codeFacts, ...installation, productName: product.name });
}
