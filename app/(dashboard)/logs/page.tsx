import { notFound, redirect } from "next/navigation";
import { requireActor } from "@/lib/auth/require-actor";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { getKey } from "@/lib/keys/get-key";
import { isKeyHash } from "@/lib/keys/rules/key-hash";

/**
 * The reference's address of the feed, with its filter by a key's hash. A key that is not the actor's to see is not there:
 * leaving the filter out would answer with everybody's requests.
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
