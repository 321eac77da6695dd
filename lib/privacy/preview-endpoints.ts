import "server-only";
import { catalog } from "@/lib/catalog/catalog";
import type { PolicyChoices } from "./rules/endpoint-policy";
import { type EndpointPreview, previewOf } from "./rules/endpoint-preview";

/** Providers with their policies, and how many of their endpoints the given choices allow. */
export function previewEndpoints(choices: PolicyChoices): EndpointPreview {
  return previewOf(catalog(), choices);
}
