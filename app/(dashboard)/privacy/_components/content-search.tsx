import { Download, Search } from "lucide-react";
import { Button } from "@/components/ui/actions/button";
import { LinkButton } from "@/components/ui/actions/link-button";
import { paths, storedContentHref } from "@/lib/kernel/paths";
import type { ContentDays } from "@/lib/privacy/rules/content-days";

/** What the list of stored content is limited to. */
export type ContentFilter = ContentDays & {
  /** The generation's ID as the API returns it, or whatever was typed. */
  readonly find?: string | undefined;
  /** Where the page of the list begins; absent on the first page. */
  readonly stored?: string | undefined;
};

export function isFiltered({ find, from, to }: ContentFilter): boolean {
  return Boolean(find ?? from ?? to);
}

/** Finds stored content by its generation's ID or by days, and exports what the days have. Works without scripts. */
export function ContentSearch({ filter }: { readonly filter: ContentFilter }) {
  const { find, from, to } = filter;
  return (
    <form
      method="get"
      action={`${paths.privacy}#stored`}
      role="search"
      aria-label="Stored content"
      className="flex flex-wrap items-end gap-x-3 gap-y-2"
    >
      <label className={labelClasses}>
        Generation ID
        <input
          type="search"
          name="find"
          key={find}
          defaultValue={find}
          placeholder="gen-…"
          maxLength={64}
          className={`${inputClasses} w-64 max-sm:w-full`}
        />
      </label>
      <DayInput label="From" name="from" value={from} />
      <DayInput label="To" name="to" value={to} />
      <Button type="submit" icon={<Search aria-hidden />}>
        Find
      </Button>
      {isFiltered(filter) ? (
        <LinkButton href={`${paths.privacy}#stored`} variant="quiet">
          Clear
        </LinkButton>
      ) : null}
      <LinkButton href={storedContentHref({ from, to })} external download icon={<Download aria-hidden />}>
        {from || to ? "Export these days" : "Export all"}
      </LinkButton>
    </form>
  );
}

const labelClasses = "flex min-w-0 flex-col gap-1 text-sm text-ink-muted max-sm:w-full";
const inputClasses =
  "h-9 min-w-0 rounded-md border border-line-strong bg-surface-raised px-2 text-base text-ink placeholder:text-ink-faint max-sm:h-11 max-sm:text-lg";

function DayInput({
  label,
  name,
  value,
}: {
  readonly label: string;
  readonly name: string;
  readonly value: string | undefined;
}) {
  return (
    <label className={labelClasses}>
      {label}
      <input type="date" name={name} key={value} defaultValue={value} className={inputClasses} />
    </label>
  );
}
