import { KeyCondition } from "@/components/product/key-condition";
import { KeyLabel } from "@/components/product/key-label";
import { TextLink } from "@/components/ui/actions/text-link";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { paths } from "@/lib/kernel/paths";
import { keyCondition } from "@/lib/keys/rules/key-condition";
import type { Key } from "@/lib/keys/rules/key-view";
import { KeyActions, type KeyForActions } from "./key-actions";
import { KeyDialogButton } from "./key-dialog-button";

type KeyHeaderProps = { readonly apiKey: Key; readonly keyRow: KeyForActions; readonly now: Date };

/** Which key this is, its state, and what can be done with it. */
export function KeyHeader({ apiKey, keyRow, now }: KeyHeaderProps) {
  const isManagement = apiKey.kind === "management";
  return (
    <Stack gap="tight">
      <nav aria-label="Breadcrumb" className="text-sm">
        <TextLink href={isManagement ? `${paths.keys}?kind=management` : paths.keys}>
          {isManagement ? "All management keys" : "All keys"}
        </TextLink>
      </nav>
      <PageHeader
        title={apiKey.name}
        action={
          <>
            <KeyCondition {...keyCondition(apiKey, now)} />
            {keyRow.notRotatable === null ? (
              <KeyDialogButton keyRow={keyRow} dialog="rotate">
                Rotate
              </KeyDialogButton>
            ) : null}
            <KeyActions keyRow={keyRow} />
          </>
        }
      />
      <p>
        <KeyLabel text={apiKey.label} />
      </p>
    </Stack>
  );
}
