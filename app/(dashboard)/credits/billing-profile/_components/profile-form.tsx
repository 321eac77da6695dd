import { RetryButton } from "@/components/product/retry-button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { ActionForm } from "@/components/ui/forms/action-form";
import { TextField } from "@/components/ui/forms/text-field";
import { getBillingProfile } from "@/lib/billing/profile/get-billing-profile";
import { countryOptions } from "@/lib/billing/rules/profile/countries";
import { referenceLengthMax } from "@/lib/billing/rules/profile/reference-length";
import type { Actor } from "@/lib/kernel/actor";
import { attempt } from "@/lib/web/attempt";
import { saveProfile } from "../actions";
import { AddressFields } from "./address-fields";
import { TaxIdFields } from "./tax-id-fields";

/** The stored profile in fields, or empty ones. The country is first, because it decides what is required. */
export async function ProfileForm({ actor }: { readonly actor: Actor }) {
  const read = await attempt(getBillingProfile(actor));
  if (!read.ok) {
    return (
      <FailedState
        title="The billing profile couldn't be loaded"
        requestId={read.requestId}
        retry={<RetryButton />}
      />
    );
  }
  const profile = read.value;
  return (
    <ActionForm
      action={saveProfile}
      label="Billing profile"
      // Another tab may have saved meanwhile.
      fields={{ version: `${profile?.version ?? 0}` }}
    >
      <AddressFields address={profile} countries={countryOptions()}>
        <TextField
          name="name"
          label="Company or person"
          autoComplete="organization"
          maxLength={100}
          defaultValue={profile?.name}
        />
      </AddressFields>
      <TaxIdFields type={profile?.taxId?.type ?? ""} value={profile?.taxId?.value ?? ""} />
      <TextField
        name="reference"
        label="Reference"
        optional
        autoComplete="off"
        maxLength={referenceLengthMax}
        hint="Appears on every invoice, such as Cost center 4711."
        defaultValue={profile?.reference}
      />
      <div>
        <SubmitButton>Save billing profile</SubmitButton>
      </div>
    </ActionForm>
  );
}
