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
      title="Training and data use"
      description="Endpoints with an unknown policy count as training. If no endpoint is left for a model, the request fails with the reason; nothing is sent or charged."
    >
      <ActionForm action={saveTraining} label="Training and data use">
        <SwitchField
          name="trainPaid"
          label="Paid endpoints may train on inputs"
          hint="Providers may keep your inputs and train models on them."
          defaultChecked={settings.trainPaid}
          disabled={!canChange}
        />
        <SwitchField
          name="trainFree"
          label="Free endpoints may train on inputs"
          hint="Most free endpoints require this."
          defaultChecked={settings.trainFree}
          disabled={!canChange}
        />
        <SwitchField
          name="zeroRetentionOnly"
          label="Zero data retention only"
          hint="Use only providers that discard prompts as soon as they respond."
          defaultChecked={settings.zeroRetentionOnly}
          disabled={!canChange}
        />
        <div>
          <SubmitButton disabled={!canChange}>Save training settings</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
