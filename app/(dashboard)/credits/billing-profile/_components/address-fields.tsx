"use client";

import { type ReactNode, useState } from "react";
import { SelectField } from "@/components/ui/forms/select-field";
import { TextField } from "@/components/ui/forms/text-field";
import { needsPostalCode } from "@/lib/billing/rules/profile/postal-code";

type Address = Readonly<Record<"country" | (typeof addressFields)[number]["name"], string>>;

type AddressFieldsProps = {
  /** Null before a profile was saved. */
  readonly address: Address | null;
  readonly countries: readonly { readonly value: string; readonly label: string }[];
  /** Between the country and the address: whose it is. */
  readonly children: ReactNode;
};

/** After the country, which decides what is required, in the order in which an address is typed. */
const addressFields = [
  { name: "line1", label: "Address", autoComplete: "address-line1", maxLength: 100 },
  { name: "line2", label: "Address line 2", autoComplete: "address-line2", maxLength: 100, optional: true },
  { name: "postalCode", label: "Postal code", autoComplete: "postal-code", maxLength: 20 },
  { name: "city", label: "City", autoComplete: "address-level2", maxLength: 100 },
  {
    name: "region",
    label: "State or region",
    autoComplete: "address-level1",
    maxLength: 100,
    optional: true,
  },
] as const;

/** The country, in whose list the first letters search, and the address. */
export function AddressFields({ address, countries, children }: AddressFieldsProps) {
  const [country, setCountry] = useState(address?.country ?? "");
  const postalCode = {
    optional: !needsPostalCode(country),
    // The server says that it is missing, as it has to without script.
    required: false,
    hint: country === "" ? "Required in the United States, Canada, and the United Kingdom." : undefined,
  };
  return (
    <>
      <SelectField
        name="country"
        label="Country"
        autoComplete="country"
        options={[{ value: "", label: "Choose a country" }, ...countries]}
        defaultValue={address?.country ?? ""}
        onChange={(event) => setCountry(event.target.value)}
      />
      {children}
      {addressFields.map((field) => (
        <TextField
          key={field.name}
          {...field}
          {...(field.name === "postalCode" && postalCode)}
          defaultValue={address?.[field.name]}
        />
      ))}
    </>
  );
}
