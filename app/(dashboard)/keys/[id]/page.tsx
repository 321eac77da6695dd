import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { KeyLabel } from "@/components/product/key-label";
import { KeyStatus } from "@/components/product/key-status";
import { LinkButton } from "@/components/ui/actions/link-button";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { FigureCard } from "@/components/ui/data/figure-card";
import { Card } from "@/components/ui/layout/card";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Columns, Row, Stack } from "@/components/ui/layout/stack";
import { requireActor } from "@/lib/auth/require-actor";
import { formatMoment } from "@/lib/kernel/format";
import { formatDollars } from "@/lib/kernel/money";
import { paths } from "@/lib/kernel/paths";
import { getKey } from "@/lib/keys/get-key";
import { isKeyHash } from "@/lib/keys/rules/key-hash";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { KeyActions } from "../_components/key-actions";
import { keyForActions } from "../_components/key-for-actions";

export const metadata: Metadata = { title: "Key" };

/** No skeleton before it: whether there is such a key is the status of the page, which goes with its first byte. */
export default async function KeyPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const actor = await requireActor();
  const { id } = await params;
  // Programs know a key by its hash, and OpenRouter's address of a key contains it.
  const name = isKeyHash(id) ? { hash: id } : z.uuid().safeParse(id).success ? { id } : null;
  if (!name) notFound();
  const [found, { timeZone }] = await Promise.all([getKey(actor, name), getWorkspace(actor)]);
  if (!found.ok) notFound();
  const key = found.value;
  const when = (moment: Date | null) => (moment ? formatMoment(moment, timeZone) : "Never");
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
      <Columns of={3}>
        <FigureCard
          label="Today (UTC)"
          value={formatDollars(key.usage.dailyNanos)}
          exact={formatDollars(key.usage.dailyNanos, { exact: true })}
        />
        <FigureCard
          label="This month (UTC)"
          value={formatDollars(key.usage.monthlyNanos)}
          exact={formatDollars(key.usage.monthlyNanos, { exact: true })}
        />
        <FigureCard
          label="All time"
          value={formatDollars(key.usage.totalNanos)}
          exact={formatDollars(key.usage.totalNanos, { exact: true })}
        />
      </Columns>
      <Card
        title="Settings"
        action={<LinkButton href={`${paths.activity}?key=${key.id}`}>View activity</LinkButton>}
      >
        <DefinitionList
          items={[
            {
              term: "Spending limit",
              detail: key.limitNanos === null ? "None" : formatDollars(key.limitNanos),
            },
            { term: "Resets", detail: key.limitReset ?? "never" },
            {
              term: "Remaining",
              detail: key.remainingNanos === null ? "Unlimited" : formatDollars(key.remainingNanos),
            },
            { term: "Created", detail: when(key.createdAt) },
            { term: "Last used", detail: when(key.lastUsedAt) },
            { term: "Expires", detail: when(key.expiresAt) },
          ]}
        />
      </Card>
    </Stack>
  );
}
