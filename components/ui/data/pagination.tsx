import { LinkButton } from "@/components/ui/actions/link-button";

type PaginationProps = {
  /** Plural name of the rows: "requests". */
  readonly label: string;
  /** Link to the first page; absent on the first page. */
  readonly firstHref?: string | null;
  /** Link to the next page; absent on the last page. */
  readonly nextHref?: string | null;
  /** "50 shown". */
  readonly note?: string;
};

/** Cursor pagination: next page, and back to the first. The browser's back button leads to the previous page. */
export function Pagination({ label, firstHref, nextHref, note }: PaginationProps) {
  if (!firstHref && !nextHref && !note) return null;
  return (
    <nav
      aria-label={`Pages of ${label}`}
      className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-2 max-sm:px-0"
    >
      <p className="tabular text-sm text-ink-muted">{note}</p>
      <div className="flex gap-2">
        {firstHref ? (
          <LinkButton href={firstHref} size="small" variant="quiet">
            Newest
          </LinkButton>
        ) : null}
        {nextHref ? (
          <LinkButton href={nextHref} size="small">
            Older
          </LinkButton>
        ) : null}
      </div>
    </nav>
  );
}
