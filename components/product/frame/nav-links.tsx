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
  readonly look?: keyof typeof looks;
};

const looks = {
  list: {
    list: "flex flex-col gap-0.5",
    link: "flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors duration-120 max-lg:h-11",
    current: "bg-accent-soft font-medium text-accent",
    other: "text-ink-muted hover:bg-surface-sunken hover:text-ink",
    icon: "size-4 shrink-0",
  },
  bar: {
    list: "grid grid-cols-5",
    link: "flex h-14 flex-col items-center justify-center gap-1 text-xs outline-offset-[-3px]",
    current: "font-medium text-accent",
    other: "text-ink-muted",
    icon: "size-5",
  },
} as const;

/** The current page is marked visually and for screen readers. */
function LinkList({ destinations, count = 0, look = "list" }: LinkListProps) {
  const pathname = usePathname();
  const face = looks[look];
  return (
    <ul className={face.list}>
      {destinations.map(({ href, label, icon: Icon }) => {
        const current = isAt(pathname, href);
        return (
          <li key={href}>
            <PageLink
              href={href}
              current={current}
              className={classes(face.link, current ? face.current : face.other)}
            >
              <Icon aria-hidden strokeWidth={1.5} className={face.icon} />
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
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface-raised pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <LinkList destinations={thumbDestinations} look="bar" />
    </nav>
  );
}
