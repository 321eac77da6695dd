import { z } from "zod";
import { isMailAddress } from "./env-values";

/** How to reach the operator, shown wherever a page asks to get in touch; null when the operator has named none. */
export type Contacts = {
  readonly supportEmail: string | null;
  readonly privacyEmail: string | null;
  /** For reports of vulnerabilities. */
  readonly securityEmail: string | null;
  /** One or more lines. */
  readonly postalAddress: string | null;
};

/** An address that can follow "mailto:" as it is. */
const mailAddress = z
  .string()
  .refine((text) => isMailAddress(text) && /^[\w.+-]+@[\w.-]+$/.test(text), "must be an email address")
  .optional();

export const contactVariables = {
  SUPPORT_EMAIL: mailAddress,
  PRIVACY_EMAIL: mailAddress,
  SECURITY_EMAIL: mailAddress,
  POSTAL_ADDRESS: z
    .string()
    .regex(
      /^(?=.*\S)[^\p{Cc}]{1,300}$/u,
      "must be one line of up to 300 characters; a | begins a new line of the address",
    )
    .optional(),
};

type Values = { readonly [name in keyof typeof contactVariables]?: string | undefined };

export function contactsOf(values: Values): Contacts {
  const lines = values.POSTAL_ADDRESS?.split("|").map((line) => line.trim());
  return {
    supportEmail: values.SUPPORT_EMAIL ?? null,
    privacyEmail: values.PRIVACY_EMAIL ?? null,
    securityEmail: values.SECURITY_EMAIL ?? null,
    postalAddress: lines?.join("\n") ?? null,
  };
}
