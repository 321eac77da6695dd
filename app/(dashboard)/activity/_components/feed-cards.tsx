import Link from "next/link";
import { GenerationStatus } from "@/components/product/generation-status";
import { ModelName } from "@/components/product/model-name";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { formatDuration } from "@/lib/kernel/format";
import { Origin, Tokens } from "./feed-cells";
import type { FeedRowsProps } from "./feed-table";
import { generationHref } from "./generation-href";

/** The feed on a narrow screen: three lines per request, each a link to its sheet. */
export function FeedCards({ rows, filters, zone }: FeedRowsProps) {
  return (
    <ul
      aria-label={`Requests, newest first, times in ${zone}`}
      className="flex flex-col divide-y divide-line border-t border-line sm:hidden"
    >
      {rows.map((row) => (
        <li key={row.id}>
          <Link
            href={generationHref(filters, row.wireId)}
            scroll={false}
            className="flex min-w-0 flex-col gap-1 px-4 py-3 outline-offset-[-2px]"
          >
            <span className="flex min-w-0 items-start justify-between gap-3">
              <ModelName id={row.model} provider={row.provider} />
              <Money nanos={row.costNanos} />
            </span>
            <span className="flex min-w-0 items-start justify-between gap-3">
              <Origin row={row} />
              <span className="tabular text-right whitespace-nowrap">
                <Tokens row={row} />
              </span>
            </span>
            <span className="flex min-w-0 items-center justify-between gap-3 text-sm text-ink-muted">
              <Moment at={row.createdAt} zone={zone} />
              <span className="flex items-center gap-2">
                {formatDuration(row.latencyMs)}
                <GenerationStatus status={row.status} cancelled={row.cancelled} />
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
