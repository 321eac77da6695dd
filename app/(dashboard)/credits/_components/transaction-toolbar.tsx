import { Search } from "lucide-react";
import { SegmentedLinks } from "@/components/ui/actions/segmented-links";
import { searchLengthMax, type TransactionFilter } from "@/lib/activity/rules/transaction-filter";
import { paths } from "@/lib/kernel/paths";
import { kindName, transferKinds } from "@/lib/ledger/rules/transfer-kind";
import { transactionsHref } from "./transaction-query";

/** Which transactions are listed: a choice of kinds, and a search. Both are in the address. */
export function TransactionToolbar({ filter }: { readonly filter: TransactionFilter }) {
  const kinds = [null, ...transferKinds].map((kind) => ({
    label: kind === null ? "All" : kindName(kind),
    href: transactionsHref({ ...filter, kind }),
    current: kind === filter.kind,
  }));
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2">
      <SegmentedLinks label="Kind" items={kinds} />
      <form
        method="get"
        action={paths.credits}
        role="search"
        className="relative flex w-full max-w-72 items-center max-sm:max-w-none"
      >
        <Search aria-hidden className="pointer-events-none absolute left-2.5 size-4 text-ink-muted" />
        {filter.kind === null ? null : <input type="hidden" name="kind" value={filter.kind} />}
        <input
          type="search"
          name="q"
          aria-label="Search transactions"
          placeholder="Reason, number, or purchase ID…"
          key={filter.search}
          defaultValue={filter.search}
          maxLength={searchLengthMax}
          className="h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface-raised pr-2 pl-8 text-base text-ink placeholder:text-ink-faint max-sm:h-11 max-sm:text-lg"
        />
      </form>
    </div>
  );
}
