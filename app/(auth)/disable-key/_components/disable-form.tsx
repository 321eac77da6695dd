import { Heading } from "@/app/(auth)/_components/heading";
import { KeyLabel } from "@/components/product/key-label";
import { MomentText } from "@/components/product/moment-text";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { ActionForm } from "@/components/ui/forms/action-form";
import { defaultFormats } from "@/lib/kernel/format";
import type { Key } from "@/lib/keys/rules/key-view";
import { disableKeyAction } from "../actions";

/** Shows which key it is, and disables it when asked to. */
export function DisableForm({ token, linkedKey }: { readonly token: string; readonly linkedKey: Key }) {
  const { name, label, createdAt, lastUsedAt } = linkedKey;
  return (
    <>
      <Heading title="Disable this API key?">
        Requests with it are rejected from then on. You can enable it again on the Keys page.
      </Heading>
      <DefinitionList
        items={[
          { term: "Name", detail: name },
          { term: "Key", detail: <KeyLabel text={label} /> },
          {
            term: "Created (UTC)",
            detail: <MomentText formats={defaultFormats} at={createdAt} zone="UTC" />,
          },
          {
            term: "Last used (UTC)",
            detail: lastUsedAt ? <MomentText formats={defaultFormats} at={lastUsedAt} zone="UTC" /> : "Never",
          },
        ]}
      />
      <ActionForm action={disableKeyAction} label="Disable this API key" fields={{ token }}>
        <SubmitButton wide variant="danger">
          Disable key
        </SubmitButton>
      </ActionForm>
    </>
  );
}
