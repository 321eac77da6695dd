"use client";

import { Bell } from "lucide-react";
import Link from "next/link";
import { iconButtonClasses } from "@/components/ui/actions/icon-button-face";
import { Tooltip } from "@/components/ui/overlays/tooltip";
import { paths } from "@/lib/kernel/paths";

const shownMax = 99;

/** Leads to the notices, and shows how many have not been dismissed. */
export function NoticesLink({ unread }: { readonly unread: number }) {
  const label = unread > 0 ? `Notices, ${unread} new` : "Notices";
  return (
    <Tooltip text="Notices">
      <Link href={paths.notices} aria-label={label} className={`relative ${iconButtonClasses({})}`}>
        <Bell aria-hidden />
        {unread > 0 ? (
          <span
            aria-hidden
            className="tabular absolute top-0.5 right-0 inline-flex h-4 min-w-4 items-center justify-center rounded-full bg-danger px-1 text-xs leading-none font-medium text-surface-raised max-sm:top-1.5 max-sm:right-1"
          >
            {unread > shownMax ? `${shownMax}+` : unread}
          </span>
        ) : null}
      </Link>
    </Tooltip>
  );
}
