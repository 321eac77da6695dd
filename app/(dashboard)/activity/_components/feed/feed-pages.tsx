import { LinkButton } from "@/components/ui/actions/link-button";
import { useFormats } from "@/components/ui/formats";
import type { FeedPage } from "@/lib/activity/list-generations";
import { cursorText, type FeedCursor } from "@/lib/activity/rules/activity-filters";
import { useActivityAddress } from "../activity-address";

type FeedPagesProps = Pick<FeedPage, "first" | "older" | "newer"> & {
  /** "Pages of requests, top". */
  readonly label: string;
  readonly shown: number;
  /** Null when not all counted requests are listed. */
  readonly total: bigint | null;
  /** Called when a link to another page is used. */
  readonly onTurn: () => void;
};

/** Where the page is in the list, with links to the adjacent pages. They keep the place on the screen. */
export function FeedPages({ label, first, older, newer, shown, total, onTurn }: FeedPagesProps) {
  const formats = useFormats();
  const address = useActivityAddress();
  if (shown === 0 && !newer) return null;
  const link = (text: string, cursor: FeedCursor | null) => (
    <LinkButton
      href={address({ cursor: cursor && cursorText(cursor), generation: null })}
      size="small"
      variant={cursor === null ? "quiet" : "secondary"}
      keepScroll
      onFollow={onTurn}
    >
      {text}
    </LinkButton>
  );
  return (
    <nav aria-label={label} className="flex min-h-7 flex-wrap items-center justify-end gap-2">
      {first === null || shown === 0 ? null : (
        <span className="tabular text-sm text-ink-muted">
          {formats.count(first)}–{formats.count(first + shown - 1)}{" "}
          {total === null ? "" : `of ${formats.count(total)}`}
        </span>
      )}
      {newer ? link("Newest", null) : null}
      {newer ? link("Newer", newer) : null}
      {older ? link("Older", older) : null}
    </nav>
  );
}
