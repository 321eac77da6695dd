import { CheckboxField } from "@/components/ui/forms/choice-field";
import { TextField } from "@/components/ui/forms/text-field";

/** For someone who asks on behalf of another person. Always shown, because the form needs no scripts. */
export function AgentFields() {
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 border-t border-line pt-4">
      <legend className="sr-only">Authorized agent</legend>
      <CheckboxField
        name="byAgent"
        label="I'm an authorized agent for this person"
        hint="The person confirms the request by the link that we email to the address above. We then ask you for the written permission that the person signed."
      />
      <TextField name="agentName" label="Agent's name" autoComplete="name" maxLength={100} optional />
      <TextField
        name="agentEmail"
        label="Agent's email address"
        type="email"
        inputMode="email"
        autoComplete="email"
        maxLength={254}
        hint="Gets the same emails, once the person has confirmed."
        optional
      />
    </fieldset>
  );
}
