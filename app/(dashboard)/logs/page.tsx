import { notFound, redirect } from "next/navigation";
import { requireActor } from "@/lib/auth/require-actor";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { getKey } from "@/lib/keys/get-key";
import { isKeyHash } from "@/lib/keys/rules/key-format";

/**
 * OpenRouter's address of the feed, with its filter by key hash. A key that the actor may not see is a 404: dropping
 * the filter would show the requests of every key.
 */
export default async function LogsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const { api_key_hash: hash } = await searchParams;
  if (hash === undefined) redirect(paths.activity);
  if (typeof hash !== "string" || !isKeyHash(hash)) notFound();
  const found = await getKey(actor, { hash });
  if (!found.ok) notFound();
  redirect(`${paths.activity}?key=${found.value.id}`);
}
