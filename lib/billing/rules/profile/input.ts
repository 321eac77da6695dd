import { z } from "zod";
import { textField } from "@/lib/kernel/text-field";
import { isCountry } from "./countries";
import { needsPostalCode } from "./postal-code";
import { referenceLengthMax } from "./reference-length";
import { isTaxIdType, readTaxId, taxIdExample } from "./tax-ids";

const fields = z.object({
  name: textField(100).min(1, "Enter the company's or the person's name."),
  line1: textField(100).min(1, "Enter the street and number."),
  line2: textField(100),
  city: textField(100).min(1, "Enter the city."),
  region: textField(100),
  postalCode: textField(20),
  country: z.string().refine(isCountry, "Choose a country from the list."),
  taxIdType: z.string().refine((type) => type === "" || isTaxIdType(type), "Choose a kind from the list."),
  taxIdValue: textField(40),
  reference: textField(referenceLengthMax),
  /** The version of the profile that the form showed, 0 without one; absent for no check. */
  version: z.coerce.number().int().min(0).optional(),
});

/** The form of the billing profile. The tax ID comes out as Stripe takes it; null when there is none. */
export const billingProfileSchema = fields.transform(({ taxIdType, taxIdValue, ...rest }, context) => {
  const problem = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (rest.postalCode === "" && needsPostalCode(rest.country))
    problem("postalCode", "Enter the postal code.");
  if (taxIdType === "" && taxIdValue === "") return { ...rest, taxId: null };
  const value = readTaxId(taxIdType, taxIdValue);
  if (taxIdType === "") problem("taxIdType", "Choose the kind of this tax ID.");
  else if (value === null)
    problem("taxIdValue", `This doesn't have the form of this kind of tax ID. ${taxIdExample(taxIdType)}.`);
  return { ...rest, taxId: value === null ? null : { type: taxIdType, value } };
});

export type BillingProfileInput = z.output<typeof billingProfileSchema>;
