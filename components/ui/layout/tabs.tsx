import Link from "next/link";
import { classes } from "@/components/ui/classes";

export type Tab = {
  readonly label: string;
  readonly href: string;
  readonly current: boolean;
  readonly count?: string;
};

/** Tabs as links, so that the choice is in the URL and can be opened in a new window. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="scroll-fade flex gap-5 overflow-x-auto border-b border-line">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          scroll={false}
          aria-current={tab.current ? "page" : undefined}
          className={classes(
            "inline-flex h-10 shrink-0 items-center gap-1.5 border-b-2 text-base outline-offset-[-2px] transition-colors duration-150 max-sm:h-11",
            tab.current
              ? // On a narrow screen the row is scrolled to it.
                "snap-center border-accent font-medium text-ink [scroll-initial-target:nearest]"
              : "border-transparent text-ink-muted hover:text-ink",
          )}
        >
          {tab.label}
          {tab.count ? <span className="tabular text-sm text-ink-muted">{tab.count}</span> : null}
        </Link>
      ))}
    </nav>
  );
}
