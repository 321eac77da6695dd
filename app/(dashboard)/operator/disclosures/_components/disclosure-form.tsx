import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { CheckboxField } from "@/components/ui/forms/choice-field";
import { RadioCards } from "@/components/ui/forms/radio-cards";
import { SelectField } from "@/components/ui/forms/select-field";
import { TextAreaField } from "@/components/ui/forms/text-area-field";
import { TextField } from "@/components/ui/forms/text-field";
import { Card } from "@/components/ui/layout/card";
import {
  basisLabels,
  categoryLabels,
  dataCategories,
  legalBases,
} from "@/lib/disclosures/rules/disclosure-kinds";
import { recordDisclosureAction } from "../actions";

/** Records data that was given to an authority. */
export function DisclosureForm() {
  const today = new Date().toISOString().slice(0, 10);
  return (
    <Card
      title="Record a disclosure"
      description="The owners of each account are told by email and under Your data, unless that is forbidden."
    >
      <ActionForm action={recordDisclosureAction} label="Record a disclosure" clearOnSuccess>
        <TextField name="authority" label="Authority" maxLength={200} />
        <SelectField
          name="legalBasis"
          label="Legal basis"
          options={legalBases.map((value) => ({ value, label: basisLabels[value] }))}
        />
        <TextField name="reference" label="File number" maxLength={200} optional />
        <TextField name="disclosedOn" label="Disclosed on" type="date" max={today} defaultValue={today} />
        <TextAreaField
          name="accounts"
          label="Accounts"
          hint="Email addresses or workspace IDs, one per line. For a deleted account, the ID of its workspace: its owner can’t be told, and if all are deleted, authority and file number are not kept."
          rows={3}
        />
        <fieldset className="flex min-w-0 flex-col gap-2">
          <legend className="mb-2 font-medium">Data</legend>
          {dataCategories.map((value) => (
            <CheckboxField
              key={value}
              name="categories"
              value={value}
              id={`category-${value}`}
              label={categoryLabels[value]}
            />
          ))}
        </fieldset>
        <Notice />
        <SubmitButton>Record disclosure</SubmitButton>
      </ActionForm>
    </Card>
  );
}

/** Whether the owners may be told. Styles show the end of a prohibition once it is chosen or rejected, so also without script. */
function Notice() {
  return (
    <div className="group/notice flex min-w-0 flex-col gap-4">
      <RadioCards
        name="notice"
        legend="Notice"
        defaultValue="allowed"
        columns={2}
        options={[
          { value: "allowed", label: "Tell the owners now" },
          { value: "forbidden", label: "Forbidden", hint: "They are told when it ends." },
        ]}
      />
      <div className="hidden group-has-[[aria-invalid=true]]/notice:block group-has-[[value=forbidden]:checked]/notice:block">
        <TextField
          name="forbiddenUntil"
          label="Forbidden until"
          type="date"
          hint="The last day, in UTC. Empty if no end is known."
          optional
        />
      </div>
    </div>
  );
}
