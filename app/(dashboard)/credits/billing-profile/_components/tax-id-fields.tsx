"use client";

import { useState } from "react";
import { SelectField } from "@/components/ui/forms/select-field";
import { TextField } from "@/components/ui/forms/text-field";
import { taxIdExample, taxIdOptions } from "@/lib/billing/rules/profile/tax-ids";

/** The kind of a tax ID and its number, with an example of the chosen kind. */
export function TaxIdFields({ type, value }: { readonly type: string; readonly value: string }) {
  const [chosen, setChosen] = useState(type);
  return (
    <>
      <SelectField
        name="taxIdType"
        label="Tax ID type"
        optional
        options={[{ value: "", label: "No tax ID" }, ...taxIdOptions]}
        defaultValue={type}
        onChange={(event) => setChosen(event.target.value)}
      />
      <TextField
        name="taxIdValue"
        label="Tax ID number"
        optional
        autoComplete="off"
        maxLength={40}
        hint={taxIdExample(chosen) || "Choose the kind of tax ID first."}
        defaultValue={value}
      />
    </>
  );
}
