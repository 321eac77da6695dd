"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/actions/button";
import { useFormats } from "@/components/ui/formats";
import { Menu, MenuHeading, MenuLink, MenuSeparator } from "@/components/ui/overlays/menu";

type ExportMenuProps = {
  readonly requestsHref: string;
  readonly chartHref: string;
  readonly summaryHref: string;
  /** The requests of last month with the same filters, as CSV, and the month's name: "October 2026". */
  readonly lastMonth: { readonly href: string; readonly name: string };
  /** How many requests the export contains. Null: unknown, because older ones are no longer stored or the sums could not be read. */
  readonly requests: bigint | null;
};

/** What the page shows, as files. */
export function ExportMenu({ requestsHref, chartHref, summaryHref, lastMonth, requests }: ExportMenuProps) {
  const formats = useFormats();
  return (
    <Menu
      trigger={
        <Button size="small" variant="quiet" icon={<Download aria-hidden />}>
          <span className="max-sm:sr-only">Export</span>
        </Button>
      }
    >
      <MenuHeading>
        {requests === null
          ? "All stored requests of this view"
          : `${formats.count(requests)} ${requests === 1n ? "request" : "requests"}`}
      </MenuHeading>
      <MenuLink href={requestsHref} download>
        Requests as CSV
      </MenuLink>
      <MenuLink href={withFormat(requestsHref, "ndjson")} download>
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

function withFormat(href: string, format: string): string {
  return `${href}${href.includes("?") ? "&" : "?"}format=${format}`;
}
