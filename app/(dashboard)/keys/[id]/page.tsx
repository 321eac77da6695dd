import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { z } from "zod";
import { Stack } from "@/components/ui/layout/stack";
import { requireActor } from "@/lib/auth/require-actor";
import { getKey } from "@/lib/keys/get-key";
import { isKeyHash } from "@/lib/keys/rules/key-format";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { KeyGuardrails, KeyGuardrailsSkeleton } from "../_components/guardrails/key-guardrails";
import { KeyHeader } from "../_components/key-header";
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
      <KeyHeader apiKey={key} keyRow={keyRow} now={now} />
      {key.kind === "inference" ? (
        <KeyUsage actor={actor} apiKey={key} timeZone={timeZone} now={now} />
      ) : null}
      <KeySecrets keyRow={keyRow} failedRequest={failedRequest} />
      <KeySettings actor={actor} apiKey={key} keyRow={keyRow} timeZone={timeZone} />
      {key.kind === "inference" ? (
        <Suspense fallback={<KeyGuardrailsSkeleton />}>
          <KeyGuardrails actor={actor} apiKey={key} />
        </Suspense>
      ) : null}
      <KeyHistory actor={actor} keyId={key.id} timeZone={timeZone} />
    </Stack>
  );
}
