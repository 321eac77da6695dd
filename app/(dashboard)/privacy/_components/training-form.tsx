import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SwitchField } from "@/components/ui/forms/choice-field";
import { Card } from "@/components/ui/layout/card";
import { saveTraining } from "../actions";

type TrainingFormProps = {
  readonly settings: {
    readonly trainPaid: boolean;
    readonly trainFree: boolean;
    readonly zeroRetentionOnly: boolean;
  };
  readonly canChange: boolean;
};

export function TrainingForm({ settings, canChange }: TrainingFormProps) {
  return (
    <Card
      id="training"
      title="Who may train"
      description="An endpoint whose policy is unknown counts as one that trains. When no endpoint is left for a model, the request fails with the reason; nothing is sent and nothing is charged."
    >
      <ActionForm action={saveTraining} label="Who may train">
        <SwitchField
          name="trainPaid"
          label="Paid endpoints may train on inputs"
          hint="Their providers may keep what you send and use it to train models."
          defaultChecked={settings.trainPaid}
          disabled={!canChange}
        />
        <SwitchField
          name="trainFree"
          label="Free endpoints may train on inputs"
          hint="Most free endpoints ask for this in return."
          defaultChecked={settings.trainFree}
          disabled={!canChange}
        />
        <SwitchField
          name="zeroRetentionOnly"
          label="Only endpoints that keep nothing"
          hint="Uses only providers that drop prompts as soon as they have answered."
          defaultChecked={settings.zeroRetentionOnly}
          disabled={!canChange}
        />
        <div>
          <SubmitButton disabled={!canChange}>Save training choices</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
