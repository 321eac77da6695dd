"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/actions/button";
import { useFormats } from "@/components/ui/formats";
import { Menu, MenuHeading, MenuLink, MenuSeparator } from "@/components/ui/overlays/menu";
import { exportBytes, type ExportCount, type ExportFormat } from "@/lib/activity/rules/export-size";
import type { Formats } from "@/lib/kernel/format";

type ExportMenuProps = {
  readonly requestsHref: string;
  readonly chartHref: string;
  readonly summaryHref: string;
  /** The requests of last month with the same filters, as CSV, and the month's name: "October 2026". */
  readonly lastMonth: { readonly href: string; readonly name: string };
  /** How many requests the export contains; null when that could not be read. */
  readonly exported: ExportCount | null;
};

/** What the page shows, as files, with the number of requests and about how large a file is. */
export function ExportMenu({ requestsHref, chartHref, summaryHref, lastMonth, exported }: ExportMenuProps) {
  const formats = useFormats();
  // Of very many rows, none of those that were counted may match.
  const known = exported?.isMore && exported.requests === 0n ? null : exported;
  const size = (format: ExportFormat) => (known ? { detail: sizeText(known, format, formats) } : {});
  return (
    <Menu
      trigger={
        <Button size="small" variant="quiet" icon={<Download aria-hidden />}>
          <span className="max-sm:sr-only">Export</span>
        </Button>
      }
    >
      <MenuHeading>{known ? countText(known, formats) : "All stored requests of this view"}</MenuHeading>
      <MenuLink href={requestsHref} download {...size("csv")}>
        Requests as CSV
      </MenuLink>
      <MenuLink href={withFormat(requestsHref, "ndjson")} download {...size("ndjson")}>
        Requests as NDJSON
      </MenuLink>
      <MenuSeparator />
      <MenuLink href={withFormat(chartHref, "csv")} download>
        Chart as CSV
      </MenuLink>
      <MenuLink href={summaryHref} download>
        Summary as PDF
      </MenuLink>
      <MenuSeparator />
      <MenuHeading>All stored requests of {lastMonth.name}</MenuHeading>
      <MenuLink href={lastMonth.href} download>
        Last month as CSV
      </MenuLink>
    </Menu>
  );
}

function countText({ requests, isMore }: ExportCount, { count }: Formats): string {
  if (isMore) return `At least ${count(requests)} requests`;
  return `${count(requests)} ${requests === 1n ? "request" : "requests"}`;
}

function sizeText({ requests, isMore }: ExportCount, format: ExportFormat, { size }: Formats): string {
  return `${isMore ? "at least" : "about"} ${size(exportBytes(requests, format))}`;
}

function withFormat(href: string, format: string): string {
  return `${href}${href.includes("?") ? "&" : "?"}format=${format}`;
}
