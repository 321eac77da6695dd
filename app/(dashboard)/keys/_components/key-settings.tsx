import { Moment } from "@/components/product/moment";
import { RetryButton } from "@/components/product/retry-button";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import { nameMembers } from "@/lib/workspaces/name-members";
import type { Key } from "@/lib/keys/rules/key-view";
import { attempt } from "@/lib/web/attempt";
import type { KeyForActions } from "./key-actions";
import { KeyDialogButton } from "./key-dialog-button";
import { KeySection } from "./key-section";

type KeySettingsProps = {
  readonly actor: Actor;
  readonly apiKey: Key;
  readonly keyRow: KeyForActions;
  readonly timeZone: string;
};

const resets = { daily: "Every day", weekly: "Every Monday", monthly: "On the first of the month" } as const;

/** A key's limit and its dates. */
export async function KeySettings({ actor, apiKey, keyRow, timeZone }: KeySettingsProps) {
  const [creators, formats] = await Promise.all([
    attempt(nameMembers(actor, [apiKey.creatorUserId])),
    viewerFormats(),
  ]);
  const { limitNanos, limitReset, createdAt, lastUsedAt, expiresAt } = apiKey;
  const when = (moment: Date | null) => (moment ? <Moment at={moment} zone={timeZone} /> : "Never");
  return (
    <KeySection
      id="key-settings"
      title="Settings"
      narrow
      action={
        <KeyDialogButton keyRow={keyRow} dialog="edit">
          Edit
        </KeyDialogButton>
      }
    >
      {creators.ok ? (
        <>
          <DefinitionList
            items={[
              { term: "Spending limit", detail: limitNanos === null ? "None" : formats.dollars(limitNanos) },
              ...(limitNanos === null
                ? []
                : [{ term: "Resets", detail: limitReset ? resets[limitReset] : "Never" }]),
              { term: "Expires", detail: when(expiresAt) },
              { term: "Last used", detail: when(lastUsedAt) },
              { term: "Created", detail: when(createdAt) },
              { term: "Created by", detail: creators.value.get(apiKey.creatorUserId ?? "") ?? "Operator" },
            ]}
          />
          <p className="text-sm text-ink-muted">Times in {timeZone}.</p>
        </>
      ) : (
        <FailedState
          title="The settings couldn't be loaded"
          requestId={creators.requestId}
          retry={<RetryButton />}
        />
      )}
    </KeySection>
  );
}
