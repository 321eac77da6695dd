import { z } from "zod";

/** A company that handles data for the operator, as named in `SUBPROCESSORS`. */
export type Subprocessor = {
  readonly name: string;
  readonly purpose: string;
  readonly country: string;
  readonly url: string | null;
};

/** Who runs the installation, where, and with whose help: what only the operator can say in the policies. */
export type OperatorFacts = {
  readonly legalName: string | null;
  /** Where the servers are: "Germany". */
  readonly hostingCountry: string | null;
  readonly subprocessors: readonly Subprocessor[];
};

const line = (max: number) =>
  z
    .string()
    .regex(
      new RegExp(`^(?=.*\\S)[^\\p{Cc}[\\]()]{1,${max}}$`, "u"),
      `must be one line of up to ${max} characters, without brackets`,
    )
    .optional();

const fields =
  'must be entries such as "Example Hosting | servers | Germany | https://example.com", separated by semicolons';

export const operatorFactVariables = {
  LEGAL_NAME: line(100),
  HOSTING_COUNTRY: line(60),
  SUBPROCESSORS: z
    .string()
    .default("")
    .transform((text, context): readonly Subprocessor[] => {
      const entries = text.split(";").filter((entry) => entry.trim() !== "");
      const parsed = entries.map(subprocessorOf);
      if (parsed.length <= 50 && parsed.every((entry) => entry !== null)) return parsed;
      context.addIssue({ code: "custom", message: fields });
      return z.NEVER;
    }),
};

function subprocessorOf(entry: string): Subprocessor | null {
  const [name = "", purpose = "", country = "", url = "", ...rest] = entry
    .split("|")
    .map((part) => part.trim());
  const isWhole = [name, purpose, country].every((part) => /^[^\p{Cc}[\]()]{1,100}$/u.test(part));
  if (!isWhole || rest.length > 0) return null;
  if (url !== "" && !/^https:\/\/[^\s()|;]{3,200}$/.test(url)) return null;
  return { name, purpose, country, url: url === "" ? null : url };
}

type Values = {
  readonly LEGAL_NAME?: string | undefined;
  readonly HOSTING_COUNTRY?: string | undefined;
  readonly SUBPROCESSORS: readonly Subprocessor[];
};

export function operatorFactsOf(values: Values): OperatorFacts {
  return {
    legalName: values.LEGAL_NAME?.trim() ?? null,
    hostingCountry: values.HOSTING_COUNTRY?.trim() ?? null,
    subprocessors: values.SUBPROCESSORS,
  };
}
