"use client";

import Link from "next/link";
import { type ReactNode, useEffect, useState } from "react";
import { notePrefetch } from "./prefetched";

/** A pointer that only crosses a link on its way does not fetch the page. */
const dwellMs = 50;

type PageLinkProps = {
  readonly href: string;
  readonly current: boolean;
  readonly className: string;
  readonly children: ReactNode;
};

/**
 * A link of the frame. The page is fetched when the link is hovered or focused, so that it is there when it is clicked.
 * Next would fetch every visible link again after each refresh; so a link that is left stops asking.
 */
export function PageLink({ href, current, className, children }: PageLinkProps) {
  const [aimed, setAimed] = useState(false);
  const [prefetch, setPrefetch] = useState(false);
  useEffect(() => {
    if (!aimed || current) return;
    const timer = setTimeout(() => {
      notePrefetch(href, Date.now());
      setPrefetch(true);
    }, dwellMs);
    return () => {
      clearTimeout(timer);
      setPrefetch(false);
    };
  }, [aimed, current, href]);
  return (
    <Link
      href={href}
      prefetch={prefetch}
      aria-current={current ? "page" : undefined}
      onPointerEnter={() => setAimed(true)}
      onPointerLeave={() => setAimed(false)}
      onFocus={() => setAimed(true)}
      onBlur={() => setAimed(false)}
      className={className}
    >
      {children}
    </Link>
  );
}
