import { LinkButton } from "@/components/ui/actions/link-button";

type PaginationProps = {
  /** What is paged: "requests". */
  readonly label: string;
  /** Address of the first page; absent when this is it. */
  readonly firstHref?: string | null;
  /** Address of the next page; absent at the end. */
  readonly nextHref?: string | null;
  /** "50 shown". */
  readonly note?: string;
};

/** Pages by cursor: forward, and back to the start. The browser's own "back" leads to the page before. */
export function Pagination({ label, firstHref, nextHref, note }: PaginationProps) {
  if (!firstHref && !nextHref && !note) return null;
  return (
    <nav
      aria-label={`Pages of ${label}`}
      className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-2"
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
