import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { KeyCondition } from "@/components/product/key-condition";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { requireActor } from "@/lib/auth/require-actor";
import { getKey } from "@/lib/keys/get-key";
import { keyCondition } from "@/lib/keys/rules/key-condition";
import { isKeyHash } from "@/lib/keys/rules/key-format";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { KeyActions } from "../_components/key-actions";
import { KeyHistory } from "../_components/key-history";
import { KeySecrets } from "../_components/secrets/key-secrets";
import { KeySettings } from "../_components/key-settings";
import { KeyUsage } from "../_components/key-usage";
import { readKeyRow } from "../_components/read-key-row";

export const metadata: Metadata = { title: "Key" };

/** Has no skeleton: the status (404 for an unknown key) must be decided before the first byte is sent. */
export default async function KeyPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const actor = await requireActor();
  const { id } = await params;
  // Programs identify a key by its hash, and OpenRouter's key URLs contain it.
  const name = isKeyHash(id) ? { hash: id } : z.uuid().safeParse(id).success ? { id } : null;
  if (!name) notFound();
  const [found, { timeZone }] = await Promise.all([getKey(actor, name), getWorkspace(actor)]);
  if (!found.ok) notFound();
  const key = found.value;
  const now = new Date();
  const { keyRow, failedRequest } = await readKeyRow(actor, key, timeZone);
  return (
    <Stack gap="roomy">
      <PageHeader
        title={key.name}
        action={
          <>
            <KeyCondition {...keyCondition(key, now)} />
            <KeyActions keyRow={keyRow} />
          </>
        }
      />
      {key.kind === "inference" ? (
        <KeyUsage actor={actor} apiKey={key} timeZone={timeZone} now={now} />
      ) : null}
      <KeySecrets keyRow={keyRow} failedRequest={failedRequest} />
      <KeySettings actor={actor} apiKey={key} timeZone={timeZone} />
      <KeyHistory actor={actor} keyId={key.id} timeZone={timeZone} />
    </Stack>
  );
}
