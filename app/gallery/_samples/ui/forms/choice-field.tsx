"use client";

import { longText, Sample } from "@/app/gallery/_components/sample";
import { CheckboxField, SwitchField } from "@/components/ui/forms/choice-field";
import { Columns, Stack } from "@/components/ui/layout/stack";

export function ChoiceFieldSamples() {
  return (
    <Columns of={2}>
      {[CheckboxField, SwitchField].map((Choice) => (
        <Stack key={Choice.name}>
          <Sample state="Default">
            <Stack gap="tight">
              <Choice name="off" label="Log prompts" hint="Kept for 30 days." />
              <Choice name="on" label="Log prompts" defaultChecked />
            </Stack>
          </Sample>
          <Sample state="Disabled">
            <Stack gap="tight">
              <Choice name="disabled-off" label="Log prompts" disabled />
              <Choice name="disabled-on" label="Log prompts" disabled defaultChecked />
            </Stack>
          </Sample>
          <Sample state="Error">
            <Choice name="error" label="I agree to the terms" error="Agree to the terms to continue." />
          </Sample>
          <Sample state="Long text">
            <Choice name="long" label={longText} hint={longText} />
          </Sample>
        </Stack>
      ))}
    </Columns>
  );
}
