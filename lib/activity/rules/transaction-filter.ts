import { z } from "zod";
import { textField } from "@/lib/kernel/text-field";
import { codesOf, type TransferKind, transferKinds } from "@/lib/ledger/rules/transfer-kind";
import { codesLabeled } from "@/lib/ledger/rules/transfer-label";

/** Which transactions are listed. Usage has nothing to search in, so that a search lists none of it. */
export type TransactionFilter = {
  /** Null: all kinds. */
  readonly kind: TransferKind | null;
  /** Part of a description, a reason or an id, or a running number. Empty: everything. */
  readonly search: string;
};

export const searchLengthMax = 200;

/** The filter in an address; an invalid value counts as absent. */
export const transactionFilterSchema = z.object({
  kind: z.enum(transferKinds).nullable().catch(null),
  q: textField(searchLengthMax).catch(""),
});

/** The same for a file, which must not silently contain more than was asked for: an invalid value is an error. */
export const transactionQuerySchema = z.object({
  kind: z
    .enum(transferKinds, `kind is one of ${transferKinds.join(", ")}.`)
    .optional()
    .transform((kind) => kind ?? null),
  q: textField(searchLengthMax).default(""),
});

export const noFilter: TransactionFilter = { kind: null, search: "" };

export function isFiltered({ kind, search }: TransactionFilter): boolean {
  return kind !== null || search !== "";
}

/** Whether days of usage are listed. */
export function listsUsage({ kind, search }: TransactionFilter): boolean {
  return search === "" && (kind === null || kind === "usage");
}

/** Whether transactions other than usage are listed. */
export function listsPostings({ kind }: TransactionFilter): boolean {
  return kind !== "usage";
}

/** What a statement of SQL compares with. */
export type PostingCriteria = {
  /** Null: every code. */
  readonly codes: readonly string[] | null;
  /** Lower case; null: no search. */
  readonly text: string | null;
  /** Codes whose description contains the text. */
  readonly textCodes: readonly string[];
  /** The running number that the text is: "No. 000012" or "12". */
  readonly number: number | null;
};

export function criteriaOf({ kind, search }: TransactionFilter): PostingCriteria {
  const text = search.toLowerCase();
  const number = /^(?:no\.?\s*)?0*([1-9]\d{0,8})$/.exec(text)?.[1];
  return {
    codes: kind && codesOf(kind),
    text: text || null,
    textCodes: text ? codesLabeled(text) : [],
    number: number === undefined ? null : Number(number),
  };
}
