import { LinkButton } from "@/components/ui/actions/link-button";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { Card } from "@/components/ui/layout/card";
import { formatMoment } from "@/lib/kernel/format";
import { formatDollars } from "@/lib/kernel/money";
import { paths } from "@/lib/kernel/paths";
import type { Key } from "@/lib/keys/rules/key-view";

/** A key's limit and its dates. */
export function KeySettings({ apiKey, timeZone }: { readonly apiKey: Key; readonly timeZone: string }) {
  const when = (moment: Date | null) => (moment ? formatMoment(moment, timeZone) : "Never");
  return (
    <Card
      title="Settings"
      action={<LinkButton href={`${paths.activity}?key=${apiKey.id}`}>View activity</LinkButton>}
    >
      <DefinitionList
        items={[
          {
            term: "Spending limit",
            detail: apiKey.limitNanos === null ? "None" : formatDollars(apiKey.limitNanos),
          },
          { term: "Resets", detail: apiKey.limitReset ?? "never" },
          {
            term: "Remaining",
            detail: apiKey.remainingNanos === null ? "Unlimited" : formatDollars(apiKey.remainingNanos),
          },
          { term: "Created", detail: when(apiKey.createdAt) },
          { term: "Last used", detail: when(apiKey.lastUsedAt) },
          { term: "Expires", detail: when(apiKey.expiresAt) },
        ]}
      />
    </Card>
  );
}
