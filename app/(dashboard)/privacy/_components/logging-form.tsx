import { SubmitButton } from "@/components/ui/actions/submit-button";
import { Badge } from "@/components/ui/feedback/badge";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SwitchField } from "@/components/ui/forms/choice-field";
import { Card } from "@/components/ui/layout/card";
import { saveLogging } from "../actions";

type LoggingFormProps = {
  readonly logPrompts: boolean;
  readonly since: string | null;
  readonly canChange: boolean;
};

export function LoggingForm({ logPrompts, since, canChange }: LoggingFormProps) {
  return (
    <Card
      id="logging"
      title="Prompt logging"
      description="Off, nothing of your prompts and completions is stored, even if a request fails."
      action={logPrompts ? <Badge tone="info">On{since ? ` since ${since}` : ""}</Badge> : <Badge>Off</Badge>}
    >
      <ActionForm action={saveLogging} label="Prompt logging">
        <SwitchField
          name="logPrompts"
          label="Store the content of requests, for a 1 % discount"
          hint="Stored encrypted, readable by the owners and admins of this workspace, deletable at any time. Usage costs 99 % of the list price while it is on. Requests that were made before are not affected."
          defaultChecked={logPrompts}
          disabled={!canChange}
        />
        <div>
          <SubmitButton disabled={!canChange}>Save prompt logging</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
