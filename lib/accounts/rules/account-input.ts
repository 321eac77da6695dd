import { z } from "zod";
import { secretField, textField } from "@/lib/kernel/text-field";
import { normalizeEmail } from "@/lib/kernel/email";
import { formatChoices } from "@/lib/kernel/format";

const passwordLengthMax = 512;

/** An address, as it is stored and compared. */
export const emailField = z.string().transform((text, context) => {
  const email = normalizeEmail(text);
  if (email) return email;
  context.addIssue({ code: "custom", message: "Enter an email address, such as ada@example.com." });
  return z.NEVER;
});

const typedPassword = secretField(passwordLengthMax, "Enter your password.");
const chosenPassword = secretField(passwordLengthMax, "Choose a password.");

/** The browser's time zone, from a hidden field; it is empty before hydration, which must not fail the form. */
const timeZoneField = textField(64).optional().catch(undefined);

/** The secret of a link in a mail: 256 bits. */
export const token = z
  .string()
  .regex(/^[\w-]{43}$/, "This link is incomplete. Open it from the email again.");

export const signUpSchema = z.object({
  name: textField(100).optional(),
  email: emailField,
  password: chosenPassword,
  timeZone: timeZoneField,
});

export const signInSchema = z.object({
  email: emailField,
  password: typedPassword,
  next: textField(2_000).optional().catch(undefined),
  timeZone: timeZoneField,
});

export const emailOnlySchema = z.object({ email: emailField });

export const verifySchema = z.object({ token, password: typedPassword.optional(), timeZone: timeZoneField });

export const secureLinkSchema = z.object({ token });

export const resetSchema = z.object({ token, password: chosenPassword });

/** A code from the authenticator app, or a recovery code. Only accounts where it is on are asked for it. */
const typedCode = secretField(64, "Enter a code.");

export const secondStepSchema = z.object({
  factorCode: typedCode,
  next: textField(2_000).optional().catch(undefined),
  timeZone: timeZoneField,
});

export const confirmFactorSchema = z.object({ factorCode: typedCode });

export const changePasswordSchema = z.object({
  currentPassword: typedPassword,
  newPassword: chosenPassword,
  factorCode: typedCode.optional(),
});

export const profileSchema = z.object({
  name: textField(100).default(""),
  organization: textField(100).default(""),
});

export const appearanceSchema = z.object({
  theme: z.enum(["system", "light", "dark"], "Choose one of the options."),
});

export const formatsSchema = z.object({ formatChoice: z.enum(formatChoices, "Choose one of the options.") });

export const passwordSchema = z.object({ currentPassword: typedPassword });

export const identitySchema = z.object({ currentPassword: typedPassword, factorCode: typedCode.optional() });

export const deletionSchema = z.object({
  confirmation: textField(300),
  currentPassword: typedPassword,
  factorCode: typedCode.optional(),
  /** The unused credits that the dialog named, in nano-dollars. */
  seenNanos: z
    .string()
    .regex(/^-?\d{1,20}$/)
    .transform(BigInt)
    .optional(),
});

export const sessionIdSchema = z.object({ sessionId: z.uuid("That session wasn't found.") });

export type SignUp = z.output<typeof signUpSchema>;
export type Profile = z.output<typeof profileSchema>;
