import { RetryButton } from "@/components/product/retry-button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SelectField } from "@/components/ui/forms/select-field";
import { TextField } from "@/components/ui/forms/text-field";
import { type BillingProfile, getBillingProfile } from "@/lib/billing/profile/get-billing-profile";
import { countryOptions } from "@/lib/billing/rules/profile/countries";
import { referenceLengthMax } from "@/lib/billing/rules/profile/reference-length";
import type { Actor } from "@/lib/kernel/actor";
import { attempt } from "@/lib/web/attempt";
import { saveProfile } from "../actions";
import { TaxIdFields } from "./tax-id-fields";

/** The stored profile in fields, or empty ones. Both lists are searched by typing the country's first letters. */
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
      <TextField
        name="name"
        label="Company or person"
        autoComplete="organization"
        maxLength={100}
        defaultValue={profile?.name}
      />
      <AddressFields profile={profile} />
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

/** In the order in which an address is typed. */
const addressFields = [
  { name: "line1", label: "Address", autoComplete: "address-line1", maxLength: 100 },
  {
    name: "line2",
    label: "Address, second line",
    autoComplete: "address-line2",
    maxLength: 100,
    optional: true,
  },
  {
    name: "postalCode",
    label: "Postal code",
    autoComplete: "postal-code",
    maxLength: 20,
    optional: true,
    hint: "Required in the United States, Canada, and the United Kingdom.",
  },
  { name: "city", label: "City", autoComplete: "address-level2", maxLength: 100 },
  {
    name: "region",
    label: "State or region",
    autoComplete: "address-level1",
    maxLength: 100,
    optional: true,
  },
] as const;

function AddressFields({ profile }: { readonly profile: BillingProfile | null }) {
  const countries = [{ value: "", label: "Choose a country" }, ...countryOptions()];
  return (
    <>
      {addressFields.map((field) => (
        <TextField key={field.name} {...field} defaultValue={profile?.[field.name]} />
      ))}
      <SelectField
        name="country"
        label="Country"
        autoComplete="country"
        options={countries}
        defaultValue={profile?.country ?? ""}
      />
    </>
  );
}
