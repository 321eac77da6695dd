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

/** No skeleton before it: whether there is such a key is the status of the page, which goes with its first byte. */
export default async function KeyPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const actor = await requireActor();
  const { id } = await params;
  // Programs know a key by its hash, and OpenRouter's address of a key holds it.
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
