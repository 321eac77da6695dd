"use client";

import type { ReactNode } from "react";
import { RouteSheet } from "@/components/ui/overlays/sheet";
import { useActivityAddress } from "../activity-address";
import { SheetKeys } from "./sheet-keys";

type RequestSheetProps = {
  readonly title: string;
  readonly description?: ReactNode;
  /** Wire ids of the adjacent requests; null at the ends of the page. */
  readonly newer?: string | null;
  readonly older?: string | null;
  readonly children: ReactNode;
};

/** The sheet of one request. It is part of the page's address, so that it can be linked to and closed with "back". */
export function RequestSheet({
  title,
  description,
  newer = null,
  older = null,
  children,
}: RequestSheetProps) {
  const address = useActivityAddress();
  const beside = (wireId: string | null) => wireId && address({ generation: wireId });
  return (
    <RouteSheet
      title={title}
      description={description}
      closeHref={address({ generation: null })}
      initialFocus="heading"
    >
      <span aria-hidden className="stub-edge pointer-events-none absolute inset-y-0 left-0 w-3" />
      <SheetKeys newerHref={beside(newer)} olderHref={beside(older)} />
      {children}
    </RouteSheet>
  );
}
