import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SelectField } from "@/components/ui/forms/select-field";
import { TextAreaField } from "@/components/ui/forms/text-area-field";
import { TextField } from "@/components/ui/forms/text-field";
import { detailsLengthMax } from "@/lib/data-requests/rules/lengths";
import { kindOptions, lawOptions } from "@/lib/data-requests/rules/request-kinds";
import { sendRequestAction } from "../actions";
import { AgentFields } from "./agent-fields";

/** `email` is the address of the session, which the request is about. */
export function RequestForm({ email }: { readonly email: string | null }) {
  return (
    <ActionForm action={sendRequestAction} label="Privacy request" clearOnSuccess>
      <SelectField name="kind" label="Request" options={kindOptions} />
      <TextField
        name="email"
        label="Email address of the account"
        type="email"
        inputMode="email"
        autoComplete="email"
        maxLength={254}
        hint={
          email === null
            ? "Without an account: the address that your data is about."
            : "You are signed in with it."
        }
        {...(email !== null && { defaultValue: email, readOnly: true })}
      />
      <SelectField
        name="law"
        label="Where you live"
        hint="It decides how long an answer may take."
        defaultValue="other"
        options={lawOptions}
      />
      <TextAreaField
        name="details"
        label="Details"
        optional
        maxLength={detailsLengthMax}
        hint="What should be copied, corrected, or deleted? Don't write passwords or keys."
      />
      <AgentFields />
      <SubmitButton>Send request</SubmitButton>
    </ActionForm>
  );
}
