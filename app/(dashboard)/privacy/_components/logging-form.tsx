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
      description="When off, prompts and completions are never stored, even on errors."
      action={logPrompts ? <Badge tone="info">On{since ? ` since ${since}` : ""}</Badge> : <Badge>Off</Badge>}
    >
      <ActionForm action={saveLogging} label="Prompt logging">
        <SwitchField
          name="logPrompts"
          label="Store prompts and completions for a 1% discount"
          hint="Stored encrypted. Owners and admins can read and delete it at any time. While on, usage costs 99% of the list price. Earlier requests aren't affected."
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
