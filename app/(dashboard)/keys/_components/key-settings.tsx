import { KeyLabel } from "@/components/product/key-label";
import { Moment } from "@/components/product/moment";
import { DefinitionList } from "@/components/ui/data/definition-list";
import type { Actor } from "@/lib/kernel/actor";
import { formatDollars } from "@/lib/kernel/money";
import { nameCreators } from "@/lib/keys/name-creators";
import type { Key } from "@/lib/keys/rules/key-view";

type KeySettingsProps = {
  readonly actor: Actor;
  readonly apiKey: Key;
  readonly timeZone: string;
};

const resets = { daily: "Every day", weekly: "Every Monday", monthly: "On the first of the month" } as const;

/** A key's limit and its dates. */
export async function KeySettings({ actor, apiKey, timeZone }: KeySettingsProps) {
  const creators = await nameCreators(actor, [apiKey.creatorUserId]);
  const { limitNanos, limitReset, createdAt, lastUsedAt, expiresAt } = apiKey;
  const when = (moment: Date | null) => (moment ? <Moment at={moment} zone={timeZone} /> : "Never");
  return (
    <section aria-labelledby="key-settings" className="flex max-w-[560px] min-w-0 flex-col gap-2">
      <h2 id="key-settings" className="text-lg font-semibold">
        Settings
      </h2>
      <DefinitionList
        items={[
          {
            term: "Spending limit",
            detail: limitNanos === null ? "None" : formatDollars(limitNanos),
          },
          ...(limitNanos === null
            ? []
            : [{ term: "Resets", detail: limitReset ? resets[limitReset] : "Never" }]),
          { term: "Expires", detail: when(expiresAt) },
          { term: "Last used", detail: when(lastUsedAt) },
          { term: "Created", detail: when(createdAt) },
          { term: "Created by", detail: creators.get(apiKey.creatorUserId ?? "") ?? "Operator" },
          { term: "Label", detail: <KeyLabel text={apiKey.label} /> },
        ]}
      />
      <p className="text-sm text-ink-muted">Times in {timeZone}.</p>
    </section>
  );
}
