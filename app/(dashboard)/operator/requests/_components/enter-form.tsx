import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { CheckboxField } from "@/components/ui/forms/choice-field";
import { SelectField } from "@/components/ui/forms/select-field";
import { TextAreaField } from "@/components/ui/forms/text-area-field";
import { TextField } from "@/components/ui/forms/text-field";
import { Card } from "@/components/ui/layout/card";
import { detailsLengthMax } from "@/lib/data-requests/rules/lengths";
import { kindOptions, lawOptions } from "@/lib/data-requests/rules/request-kinds";
import { enterRequestAction } from "../actions";

/** A request that arrived by mail or letter. */
export function EnterForm() {
  const today = new Date().toISOString().slice(0, 10);
  return (
    <Card
      title="Enter a data request"
      description="For requests that arrive by mail or letter. All periods count from the day of receipt, in UTC, and the address gets an email with a link to the request's state."
    >
      <ActionForm action={enterRequestAction} label="Enter a data request">
        <TextField name="receivedOn" label="Received on" type="date" max={today} defaultValue={today} />
        <TextField name="email" label="Requester's email address" type="email" maxLength={254} />
        <SelectField name="kind" label="Request" options={kindOptions} />
        <SelectField name="law" label="Where the person lives" defaultValue="other" options={lawOptions} />
        <TextAreaField
          name="details"
          label="Details"
          hint="What was asked, in the requester's words."
          maxLength={detailsLengthMax}
          optional
        />
        {/* Styles show the agent's fields, so also without script. */}
        <div className="group/agent flex min-w-0 flex-col gap-4">
          <CheckboxField name="byAgent" label="An agent asks on behalf of the person" />
          <div className="hidden flex-col gap-4 group-has-[:checked]/agent:flex">
            <TextField name="agentName" label="Agent's name" maxLength={100} optional />
            <TextField
              name="agentEmail"
              label="Agent's email address"
              type="email"
              maxLength={254}
              optional
            />
          </div>
        </div>
        <SubmitButton>Add to the queue</SubmitButton>
      </ActionForm>
    </Card>
  );
}
