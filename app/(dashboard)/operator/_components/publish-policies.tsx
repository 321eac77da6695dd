import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { RadioCards } from "@/components/ui/forms/radio-cards";
import { TextField } from "@/components/ui/forms/text-field";
import { Card } from "@/components/ui/layout/card";
import { publishPoliciesAction } from "../policies/actions";

/** Publishes all changed texts together, with one sentence about them. */
export function PublishPolicies({ mark, names }: { readonly mark: string; readonly names: string }) {
  return (
    <Card
      title="Publish the changed policies"
      description={`${names}. Check each sentence below before you publish. A published version cannot be changed or removed.`}
    >
      <ActionForm action={publishPoliciesAction} fields={{ mark }} label="Publish the changed policies">
        <TextField
          name="summary"
          label="What changes, for the email and the page"
          hint="One or two plain sentences: what is different for people."
          maxLength={500}
        />
        <RadioCards
          name="kind"
          legend="How much it matters"
          defaultValue="material"
          options={[
            {
              value: "material",
              label: "It matters to people",
              hint: "Mailed to every account now, and in effect at a midnight at least 31 days from now. Choose this if in doubt.",
            },
            {
              value: "words",
              label: "Only words",
              hint: "A correction that changes nothing for anyone. Takes effect at once; no email is sent.",
            },
          ]}
        />
        <SubmitButton>Publish</SubmitButton>
      </ActionForm>
    </Card>
  );
}
