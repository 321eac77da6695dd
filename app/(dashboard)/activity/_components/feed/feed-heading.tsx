"use client";

import type { ReactNode, RefObject } from "react";
import { TextLink } from "@/components/ui/actions/text-link";
import { classes } from "@/components/ui/classes";
import { useFormats } from "@/components/ui/formats";
import { ColumnMenu } from "./column-menu";
import { LiveBadge } from "./live-badge";

type FeedHeadingProps = {
  readonly id: string;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  /** False on older pages, which do not change. */
  readonly isLive: boolean;
  readonly isDisconnected: boolean;
  /** How many of the listed requests failed. */
  readonly failed: bigint;
  /** The page with only these; null where a filter already decides about failures. */
  readonly failedHref: string | null;
  readonly hasRows: boolean;
  /** The links to adjacent pages. */
  readonly pages: ReactNode;
};

/** Title of the list, whether it is live, the way to failed requests, and what its table shows. */
export function FeedHeading(props: FeedHeadingProps) {
  const { id, heading, isLive, isDisconnected, failed, failedHref, hasRows, pages } = props;
  const formats = useFormats();
  return (
    <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
      <div className="flex items-center gap-3">
        <h2 id={id} ref={heading} tabIndex={-1} className="scroll-mt-16 text-lg font-semibold outline-none">
          Requests
        </h2>
        {isLive ? <LiveBadge isDisconnected={isDisconnected} /> : null}
        {failedHref === null || failed === 0n ? null : (
          <span className="text-sm">
            <TextLink href={failedHref} tone="quiet">
              {formats.count(failed)} failed
            </TextLink>
          </span>
        )}
      </div>
      <div className="flex flex-wrap items-center justify-end gap-2">
        {/* A phone shows the first rows instead: it has another pager below them, and no room for more columns. */}
        <div className={classes(isLive && "max-sm:hidden")}>{pages}</div>
        {hasRows ? (
          <div className="max-sm:hidden">
            <ColumnMenu />
          </div>
        ) : null}
      </div>
    </div>
  );
}
