import { KeyLabel } from "@/components/product/key-label";
import { RetryButton } from "@/components/product/retry-button";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { FailedState } from "@/components/ui/feedback/failed-state";
import type { OldSecret } from "@/lib/keys/rules/old-secret";
import type { Key } from "@/lib/keys/rules/key-view";
import type { Attempt } from "@/lib/web/attempt";
import type { KeyForActions } from "../key-actions";
import { SecretButtons } from "./secret-buttons";

type KeySecretsProps = {
  readonly apiKey: Key;
  readonly keyRow: KeyForActions;
  readonly old: Attempt<OldSecret | undefined>;
};

const notRotatable: Readonly<Partial<Record<Key["state"], string>>> = {
  disabled: "Enable the key to rotate its secret.",
  expired: "An expired key can't be rotated.",
};

/** The secrets of a key: the current one, and the one before while it works. */
export function KeySecrets({ apiKey, keyRow, old }: KeySecretsProps) {
  const { oldSecret } = keyRow;
  const note = notRotatable[apiKey.state];
  return (
    <section aria-labelledby="key-secrets" className="flex max-w-[560px] min-w-0 flex-col gap-2">
      <h2 id="key-secrets" className="text-lg font-semibold">
        Secrets
      </h2>
      {old.ok ? (
        <>
          <DefinitionList
            items={[
              { term: "Current secret", detail: <KeyLabel text={apiKey.label} /> },
              ...(oldSecret
                ? [
                    { term: "Old secret", detail: <KeyLabel text={oldSecret.label} /> },
                    {
                      term: apiKey.state === "active" ? "Old secret works until" : "Old secret ends",
                      detail: oldSecret.ends,
                    },
                    { term: "Use of the old secret", detail: oldSecret.use },
                  ]
                : []),
            ]}
          />
          {note ? <p className="text-sm text-ink-muted">{note}</p> : null}
          <SecretButtons keyRow={keyRow} />
        </>
      ) : (
        <FailedState
          title="The secrets couldn't be loaded"
          requestId={old.requestId}
          retry={<RetryButton />}
        />
      )}
    </section>
  );
}
