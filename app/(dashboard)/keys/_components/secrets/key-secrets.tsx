import { KeyLabel } from "@/components/product/key-label";
import { Moment } from "@/components/product/moment";
import { RetryButton } from "@/components/product/retry-button";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { FailedState } from "@/components/ui/feedback/failed-state";
import type { KeyForActions, OldSecretFacts } from "../key-actions";
import { KeySection } from "../key-section";
import { SecretButtons } from "./secret-buttons";

type KeySecretsProps = {
  readonly keyRow: KeyForActions;
  /** The request in which the old secret could not be read. */
  readonly failedRequest: string | null;
};

const headingId = "key-secrets";

/** The secrets of a key: the current one, and the one before while it works. */
export function KeySecrets({ keyRow, failedRequest }: KeySecretsProps) {
  const { label, oldSecret, notRotatable } = keyRow;
  return (
    <KeySection id={headingId} title="Secrets" narrow>
      <DefinitionList
        items={[
          { term: "Current secret", detail: <KeyLabel text={label} /> },
          ...(oldSecret === null || oldSecret === "unknown" ? [] : oldItems(oldSecret)),
        ]}
      />
      {failedRequest === null ? null : (
        <FailedState
          title="The old secret couldn't be loaded"
          requestId={failedRequest}
          retry={<RetryButton />}
        />
      )}
      {notRotatable === null ? null : <p className="text-sm text-ink-muted">{notRotatable}</p>}
      <SecretButtons keyRow={keyRow} headingId={headingId} />
    </KeySection>
  );
}

function oldItems({ label, term, ends, lastUsedAt, replacedAt, zone }: OldSecretFacts) {
  const use = lastUsedAt ? (
    <Moment at={lastUsedAt} zone={zone} show="relative" />
  ) : (
    <>
      Not since the rotation, <Moment at={replacedAt} zone={zone} show="relative" />
    </>
  );
  return [
    { term: "Old secret", detail: <KeyLabel text={label} /> },
    { term, detail: ends },
    { term: "Old secret last used", detail: use },
  ];
}
