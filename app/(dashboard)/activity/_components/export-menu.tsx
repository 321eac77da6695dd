"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { isSessionEnded, readPageJson, useSignInAgain } from "@/components/product/session-ended";
import { Button } from "@/components/ui/actions/button";
import { useFormats } from "@/components/ui/formats";
import { Menu, MenuHeading, MenuLink, MenuSeparator } from "@/components/ui/overlays/menu";
import { exportBytes, type ExportCount, type ExportFormat } from "@/lib/activity/rules/export-size";
import type { Formats } from "@/lib/kernel/format";

type ExportMenuProps = {
  readonly requestsHref: string;
  readonly chartHref: string;
  /** Where the number of requests is read, if it is not known. */
  readonly countHref: string;
  readonly summaryHref: string;
  /** The requests of last month with the same filters, as CSV, and the month's name: "October 2026". */
  readonly lastMonth: { readonly href: string; readonly name: string };
  /** How many requests the export contains; null when they have to be counted. */
  readonly exported: bigint | null;
};

/** What the page shows, as files, with the number of requests and about how large a file is. */
export function ExportMenu(props: ExportMenuProps) {
  return (
    <Menu
      trigger={
        <Button size="small" variant="quiet" icon={<Download aria-hidden />}>
          <span className="max-sm:sr-only">Export</span>
        </Button>
      }
    >
      <ExportItems {...props} />
    </Menu>
  );
}

/** Mounted while the menu is open, so that requests are only counted for those who open it. Each item works meanwhile. */
function ExportItems({
  requestsHref,
  chartHref,
  countHref,
  summaryHref,
  lastMonth,
  exported,
}: ExportMenuProps) {
  const formats = useFormats();
  const { isLoading, error, known } = useExportCount(exported, countHref);
  const size = (format: ExportFormat) => (known ? { detail: sizeText(known, format, formats) } : {});
  return (
    <>
      <MenuHeading>
        {isLoading
          ? "Counting requests…"
          : error
            ? "The requests couldn't be counted. You can still export them."
            : known
              ? countText(known, formats)
              : "All stored requests of this view"}
      </MenuHeading>
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
    </>
  );
}

function useExportCount(exported: bigint | null, href: string) {
  const { data, error, isLoading } = useQuery({
    queryKey: ["export-count", href],
    queryFn: async ({ signal }): Promise<ExportCount> => {
      const { requests, isMore } = await readPageJson<{ requests: string; isMore: boolean }>(href, signal);
      return { requests: BigInt(requests), isMore };
    },
    enabled: exported === null,
    gcTime: 0,
    retry: (count, problem) => count < 1 && !isSessionEnded(problem),
  });
  useSignInAgain(error);
  const count = exported === null ? data : { requests: exported, isMore: false };
  // Of very many rows, none of those that were counted may match.
  return { isLoading, error, known: count?.isMore && count.requests === 0n ? undefined : count };
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
