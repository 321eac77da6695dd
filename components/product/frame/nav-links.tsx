"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classes } from "@/components/ui/classes";
import { footDestinations, isAt, mainDestinations, thumbDestinations } from "./navigation";

/** A list of links in the sidebar. The current page is marked visually and for screen readers. */
export function NavLinks({ part }: { readonly part: "main" | "foot" }) {
  const pathname = usePathname();
  const destinations = part === "main" ? mainDestinations : footDestinations;
  return (
    <ul className="flex flex-col gap-0.5">
      {destinations.map(({ href, label, icon: Icon }) => {
        const current = isAt(pathname, href);
        return (
          <li key={href}>
            <Link
              href={href}
              aria-current={current ? "page" : undefined}
              className={classes(
                "flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors duration-120 max-lg:h-11",
                current
                  ? "bg-accent-soft font-medium text-accent"
                  : "text-ink-muted hover:bg-surface-sunken hover:text-ink",
              )}
            >
              <Icon aria-hidden className="size-4 shrink-0" />
              {label}
            </Link>
          </li>
        );
      })}
    </ul>
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
              <Link
                href={href}
                aria-current={current ? "page" : undefined}
                className={classes(
                  "flex h-14 flex-col items-center justify-center gap-1 text-xs outline-offset-[-3px]",
                  current ? "font-medium text-accent" : "text-ink-muted",
                )}
              >
                <Icon aria-hidden className="size-5" />
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
