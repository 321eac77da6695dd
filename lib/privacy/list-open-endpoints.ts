import "server-only";
import { catalog } from "@/lib/catalog/catalog";
import type { DataPolicy } from "@/lib/catalog/rules/catalog";
import type { Actor } from "@/lib/kernel/actor";
import { getPrivacySettings } from "./get-privacy-settings";
import { policyWords, usableEndpoints } from "./rules/endpoint-preview";

export type OpenEndpoint = {
  readonly modelId: string;
  readonly provider: { readonly slug: string };
  readonly isFree: boolean;
  readonly dataPolicy: DataPolicy;
};

export type OpenEndpoints = {
  /** All models of the catalog, and the endpoints among theirs that the workspace's settings allow. */
  readonly models: readonly { readonly id: string; readonly name: string }[];
  readonly providers: readonly { readonly slug: string; readonly name: string; readonly policy: string }[];
  readonly endpoints: readonly OpenEndpoint[];
};

/** What the privacy settings of a workspace leave for its keys to use, and what else the catalog has. */
export async function listOpenEndpoints(actor: Actor): Promise<OpenEndpoints> {
  const settings = await getPrivacySettings(actor.workspaceId);
  const offer = catalog();
  const open = new Set(usableEndpoints(offer, settings).map(({ id }) => id));
  const endpoints = offer.models.flatMap((model) => model.endpoints).filter(({ id }) => open.has(id));
  return {
    models: offer.models.map(({ id, name }) => ({ id, name })),
    providers: offer.providers.map(({ slug, name, dataPolicy }) => ({
      slug,
      name,
      policy: policyWords(dataPolicy),
    })),
    endpoints: endpoints.map(({ modelId, provider, isFree, dataPolicy }) => ({
      modelId,
      provider: { slug: provider.slug },
      isFree,
      dataPolicy,
    })),
  };
}
