import { z } from "zod";
import { msPerDay } from "@/lib/kernel/clock";
import { linesField, textField } from "@/lib/kernel/text-field";
import { dataCategories, legalBases } from "./disclosure-kinds";

/** Accounts of one disclosure. */
const accountsMax = 100;

const choice = "Choose one of the options.";
const day = z.iso.date("Enter a day.").transform((text) => new Date(`${text}T00:00:00Z`));
const category = z.enum(dataCategories, choice);

/** A disclosure as an operator enters it. Accounts are addresses, or ids of workspaces, one per line. */
export const disclosureSchema = z
  .object({
    authority: textField(200).min(3, "Enter who demanded the data."),
    legalBasis: z.enum(legalBases, choice),
    reference: textField(200).default(""),
    disclosedOn: day
      .refine((at) => at <= new Date(), "Enter today or an earlier day.")
      .refine((at) => at > new Date("2020-01-01"), "Enter a later day."),
    accounts: linesField(8_000).transform((text) => [
      ...new Set(
        text
          .split(/[\n,;]/)
          .map((line) => line.trim())
          .filter((line) => line !== ""),
      ),
    ]),
    categories: z
      .union([category, z.array(category)], "Choose at least one category.")
      .transform((chosen) => (Array.isArray(chosen) ? chosen : [chosen]))
      .refine((chosen) => chosen.length > 0, "Choose at least one category."),
    notice: z.enum(["allowed", "forbidden"], choice),
    // Only with a prohibition, and empty when it has no known end.
    // A mistyped year must not tell those whom it is forbidden to tell.
    forbiddenUntil: z
      .union([
        z.literal("").transform(() => null),
        day.refine(
          (at) => at.getTime() + msPerDay > Date.now(),
          "Enter today or a later day, or choose that notice is allowed.",
        ),
      ])
      .default(null),
  })
  .refine(({ accounts }) => accounts.length > 0 && accounts.length <= accountsMax, {
    path: ["accounts"],
    message: `Enter 1 to ${accountsMax} accounts.`,
  })
  .refine(({ notice, forbiddenUntil }) => notice === "forbidden" || forbiddenUntil === null, {
    path: ["forbiddenUntil"],
    message: "Leave this empty, or choose that notice is forbidden.",
  });

export type NewDisclosure = z.output<typeof disclosureSchema>;

export const disclosureIdSchema = z.object({ disclosureId: z.uuid() });
