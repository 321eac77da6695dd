import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { KeyLabel } from "@/components/product/key-label";
import { KeyStatus } from "@/components/product/key-status";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Row, Stack } from "@/components/ui/layout/stack";
import { requireActor } from "@/lib/auth/require-actor";
import { getKey } from "@/lib/keys/get-key";
import { isKeyHash } from "@/lib/keys/rules/key-format";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { KeyActions } from "../_components/key-actions";
import { KeyFigures } from "../_components/key-figures";
import { keyForActions } from "../_components/key-for-actions";
import { KeySettings } from "../_components/key-settings";

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
  return (
    <Stack gap="roomy">
      <PageHeader
        title={key.name}
        sentence={`Times are in ${timeZone}; limits reset at 00:00 UTC.`}
        action={<KeyActions keyRow={keyForActions(key)} />}
      />
      <Row>
        <KeyLabel text={key.label} />
        <KeyStatus state={key.state} />
      </Row>
      <KeyFigures usage={key.usage} />
      <KeySettings apiKey={key} timeZone={timeZone} />
    </Stack>
  );
}
