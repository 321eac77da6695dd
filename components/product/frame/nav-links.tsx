"use client";

import { usePathname } from "next/navigation";
import { classes } from "@/components/ui/classes";
import {
  type Destination,
  footDestinations,
  isAt,
  mainDestinations,
  operator,
  thumbDestinations,
} from "./navigation";
import { PageLink } from "./page-link";

/** What the operator's link needs; null for everyone else. */
export type OperatorArea = {
  /** Failed webhooks, late jobs and the like. 0: nothing to look at, or not counted. */
  readonly trouble: number;
};

/** The links of the sidebar and of the menu, in groups. */
export function NavLinks({ operatorArea }: { readonly operatorArea: OperatorArea | null }) {
  return (
    <>
      <LinkList destinations={mainDestinations} />
      <hr className="border-line" />
      {operatorArea ? (
        <>
          <LinkList destinations={[operator]} count={operatorArea.trouble} />
          <hr className="border-line" />
        </>
      ) : null}
      <LinkList destinations={footDestinations} />
    </>
  );
}

type LinkListProps = {
  readonly destinations: readonly Destination[];
  /** Shown beside the last link when it is not 0. */
  readonly count?: number;
};

/** The current page is marked visually and for screen readers. */
function LinkList({ destinations, count = 0 }: LinkListProps) {
  const pathname = usePathname();
  return (
    <ul className="flex flex-col gap-0.5">
      {destinations.map(({ href, label, icon: Icon }) => {
        const current = isAt(pathname, href);
        return (
          <li key={href}>
            <PageLink
              href={href}
              current={current}
              className={classes(
                "flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors duration-120 max-lg:h-11",
                current
                  ? "bg-accent-soft font-medium text-accent"
                  : "text-ink-muted hover:bg-surface-sunken hover:text-ink",
              )}
            >
              <Icon aria-hidden strokeWidth={1.5} className="size-4 shrink-0" />
              {label}
              {count > 0 ? <TroubleCount count={count} /> : null}
            </PageLink>
          </li>
        );
      })}
    </ul>
  );
}

const countMax = 99;

function TroubleCount({ count }: { readonly count: number }) {
  return (
    <span className="tabular ml-auto inline-flex h-5 min-w-5 items-center justify-center rounded-full bg-danger px-1.5 text-xs font-medium text-danger-ink">
      {count > countMax ? `${countMax}+` : count}
      <span className="sr-only"> to look at</span>
    </span>
  );
}

/** The bar with five pages at the bottom of a narrow screen. */
export function BottomBar() {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface-raised pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <ul className="grid grid-cols-5">
        {thumbDestinations.map(({ href, label, icon: Icon }) => {
          const current = isAt(pathname, href);
          return (
            <li key={href}>
              <PageLink
                href={href}
                current={current}
                className={classes(
                  "flex h-14 flex-col items-center justify-center gap-1 text-xs outline-offset-[-3px]",
                  current ? "font-medium text-accent" : "text-ink-muted",
                )}
              >
                <Icon aria-hidden strokeWidth={1.5} className="size-5" />
                {label}
              </PageLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
