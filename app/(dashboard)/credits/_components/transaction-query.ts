import type { TransactionFilter } from "@/lib/activity/rules/transaction-filter";
import { paths } from "@/lib/kernel/paths";

/** The address of the transactions that match a filter, or of the rows below a cursor. */
export function transactionsHref(filter: TransactionFilter, cursor: string | null = null): string {
  const parameters = parametersOf(filter);
  if (cursor !== null) parameters.set("cursor", cursor);
  return parameters.size === 0 ? paths.credits : `${paths.credits}?${parameters}`;
}

/** The same transactions as a file. */
export function transactionsFileHref(filter: TransactionFilter): string {
  const parameters = parametersOf(filter);
  return `/api/dashboard/transactions/export${parameters.size === 0 ? "" : `?${parameters}`}`;
}

function parametersOf({ kind, search }: TransactionFilter): URLSearchParams {
  return new URLSearchParams({ ...(kind && { kind }), ...(search && { q: search }) });
}
