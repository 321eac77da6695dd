import Link from "next/link";
import { classes } from "@/components/ui/classes";

type SegmentedLink = { readonly label: string; readonly href: string; readonly current: boolean };

type SegmentedLinksProps = {
  /** Accessible name: "Range". */
  readonly label: string;
  readonly items: readonly SegmentedLink[];
};

/** A choice among a few options kept in the URL, such as the range of a chart. */
export function SegmentedLinks({ label, items }: SegmentedLinksProps) {
  return (
    <nav
      aria-label={label}
      className="inline-flex w-fit max-w-full overflow-x-auto rounded-md border border-line bg-surface-sunken p-0.5"
    >
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          scroll={false}
          aria-current={item.current ? "true" : undefined}
          className={classes(
            "inline-flex h-7 items-center rounded-sm px-2.5 text-sm whitespace-nowrap transition-colors duration-150",
            "max-sm:h-10 pointer-coarse:h-10",
            item.current
              ? "bg-surface-raised font-medium text-ink outline outline-line"
              : "text-ink-muted hover:text-ink",
          )}
        >
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
