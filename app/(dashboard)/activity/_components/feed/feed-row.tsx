import Link from "next/link";
import { memo, type ReactNode } from "react";
import { GenerationStatus } from "@/components/product/generation-status";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { classes } from "@/components/ui/classes";
import { useFormats } from "@/components/ui/formats";
import { type FeedItem, hasResponse, isUncharged, tokensText } from "@/lib/activity/rules/feed-item";
import { statusExplanation } from "@/lib/activity/rules/status-explanation";
import type { FeedColumn } from "./feed-columns";

/** Nano-dollars have nine; six show the cost of a short request to a cheap model, and align. */
const costDecimals = 6;

/** Only where the table is wide: narrow rows have a layout of their own (`.data-table` in globals.css). */
const wide = { cell: "@min-[40rem]/table:h-9 @min-[40rem]/table:px-3" } as const;

type FeedRowProps = {
  readonly item: FeedItem;
  readonly columns: ReadonlySet<FeedColumn>;
  readonly zone: string;
  readonly href: string;
  readonly isOpen: boolean;
  /** It arrived while the page was open. */
  readonly isNew: boolean;
};

/**
 * One request in one line of 36 px, or in two where the table is narrow. The link covers the row; what has an exact value
 * on hover lies above it.
 */
export const FeedRow = memo(function FeedRow({ item, columns, zone, href, isOpen, isNew }: FeedRowProps) {
  return (
    <tr
      role="row"
      aria-current={isOpen ? "true" : undefined}
      className={classes(
        "relative transition-colors duration-120 hover:bg-surface-sunken",
        isOpen && "bg-accent-soft",
        isNew && "animate-arrive",
      )}
    >
      <th
        role="rowheader"
        scope="row"
        data-phone="detail"
        className={`text-left font-normal whitespace-nowrap ${wide.cell} @min-[40rem]/table:w-px @min-[40rem]/table:pl-4`}
      >
        <Link
          data-request={item.wireId}
          href={href}
          scroll={false}
          prefetch={false}
          className="scroll-mt-28 scroll-mb-16 rounded-sm outline-offset-[-2px] after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-[-2px] focus-visible:after:outline-focus"
        >
          <span className="relative z-1">
            <Moment at={item.at} zone={zone} show="time" />
          </span>
          <span className="sr-only">, {item.model}</span>
        </Link>
      </th>
      <Cell phone="title" className="@min-[40rem]/table:w-2/5 @min-[40rem]/table:max-w-0">
        <Model item={item} />
      </Cell>
      <FeedCells item={item} columns={columns} />
      <Cell phone="status" className="whitespace-nowrap @min-[40rem]/table:w-px @min-[40rem]/table:pr-4">
        <Deviation item={item} />
      </Cell>
    </tr>
  );
});

/** Wide enough for text of any length, which is then cut. */
const textCell =
  "@min-[40rem]/table:w-1/3 @min-[40rem]/table:max-w-0 @min-[40rem]/table:@max-[50rem]/table:hidden";
const numberCell = "tabular text-right @min-[40rem]/table:w-px whitespace-nowrap";
const wideCell = `${numberCell} @max-[50rem]/table:hidden`;

/** The columns between model and status, of which all but the cost can be left out. */
function FeedCells({ item, columns }: Pick<FeedRowProps, "item" | "columns">) {
  return (
    <>
      {columns.has("origin") ? (
        <Cell phone="detail" flexible className={textCell}>
          <Origin item={item} />
        </Cell>
      ) : null}
      {columns.has("endUser") ? (
        <Cell phone="detail" flexible className={textCell}>
          <span className="relative" title={item.endUser ?? undefined}>
            {item.endUser ?? <span className="text-ink-faint">–</span>}
          </span>
        </Cell>
      ) : null}
      {columns.has("tokens") ? (
        <Cell phone="detail" className={numberCell}>
          <Tokens item={item} />
        </Cell>
      ) : null}
      <Cell phone="amount" className="text-right @min-[40rem]/table:w-px">
        <Cost item={item} />
      </Cell>
      {columns.has("firstToken") ? (
        <Cell phone="hidden" className={wideCell}>
          <Wait ms={item.firstTokenMs} />
        </Cell>
      ) : null}
      {columns.has("throughput") ? (
        <Cell phone="hidden" className={wideCell}>
          <Speed item={item} />
        </Cell>
      ) : null}
      {columns.has("duration") ? (
        <Cell phone="hidden" className={wideCell}>
          <Duration item={item} />
        </Cell>
      ) : null}
    </>
  );
}

type CellProps = {
  readonly phone: "title" | "amount" | "detail" | "status" | "hidden";
  /** On a phone: shortened to what the other details leave of the line. */
  readonly flexible?: boolean;
  readonly className: string;
  readonly children: ReactNode;
};

function Cell({ phone, flexible, className, children }: CellProps) {
  return (
    <td
      role="cell"
      data-phone={phone}
      data-flexible={flexible}
      // Not wider than its text, or the dot after it would stand apart.
      className={classes(wide.cell, className, flexible && "@max-[40rem]/table:max-w-max")}
    >
      <div className="min-w-0 truncate">{children}</div>
    </td>
  );
}

function Model({ item }: { readonly item: FeedItem }) {
  const slash = item.model.indexOf("/");
  return (
    <span className="relative" title={`${item.model} at ${item.provider}`}>
      {slash > 0 ? <span className="text-ink-muted">{item.model.slice(0, slash + 1)}</span> : null}
      {item.model.slice(slash + 1)}
      <span className="ml-2 font-normal text-ink-muted">{item.provider}</span>
    </span>
  );
}

function Origin({ item }: { readonly item: FeedItem }) {
  const parts = [item.app, item.key].filter((part) => part !== null);
  return (
    <span className="relative" title={[...parts, item.endUser].filter(Boolean).join(" · ")}>
      {parts.join(" · ")}
    </span>
  );
}

function Tokens({ item }: { readonly item: FeedItem }) {
  const formats = useFormats();
  const parts = [
    `${formats.count(item.promptTokens)} in`,
    item.cachedTokens > 0 ? `${formats.count(item.cachedTokens)} cached` : null,
    `${formats.count(item.completionTokens)} out`,
    item.reasoningTokens > 0 ? `${formats.count(item.reasoningTokens)} reasoning` : null,
    item.counted,
  ];
  return (
    <span className="relative" title={parts.filter(Boolean).join(", ")}>
      {tokensText(item, formats)}
    </span>
  );
}

function Cost({ item }: { readonly item: FeedItem }) {
  const nanos = BigInt(item.costNanos);
  return isUncharged(item, nanos) ? (
    <span className="relative font-normal text-ink-muted" title="Not charged">
      –
    </span>
  ) : (
    <span className="relative">
      <Money nanos={nanos} decimals={costDecimals} free={hasResponse(item)} />
    </span>
  );
}

function Duration({ item }: { readonly item: FeedItem }) {
  const formats = useFormats();
  const speed = item.tokensPerSecond;
  return (
    <span className="relative" title={speed === null ? undefined : `${formats.count(speed)} tokens/s`}>
      {formats.duration(item.latencyMs)}
    </span>
  );
}

function Wait({ ms }: { readonly ms: number | null }) {
  const formats = useFormats();
  return ms === null ? "–" : formats.duration(ms);
}

function Speed({ item }: { readonly item: FeedItem }) {
  const formats = useFormats();
  return item.tokensPerSecond === null ? "–" : `${formats.count(item.tokensPerSecond)} tokens/s`;
}

/** How a request ended when it did not end well: the reason, and on hover what it means and what to do. */
function Deviation({ item: { status, cancelled } }: { readonly item: FeedItem }) {
  if (status < 400 && !cancelled) return null;
  return (
    <span className="relative" title={status >= 400 ? statusExplanation(status) : undefined}>
      <GenerationStatus status={status} cancelled={cancelled} />
    </span>
  );
}
