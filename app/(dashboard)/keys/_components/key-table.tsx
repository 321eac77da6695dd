import { KeyLabel } from "@/components/product/key-label";
import { KeyStatus } from "@/components/product/key-status";
import { TextLink } from "@/components/ui/actions/text-link";
import { DataTable } from "@/components/ui/data/table";
import { ProgressBar } from "@/components/ui/feedback/progress-bar";
import { formatDay, formatMoment } from "@/lib/kernel/format";
import { formatDollars } from "@/lib/kernel/money";
import { paths } from "@/lib/kernel/paths";
import type { Key } from "@/lib/keys/rules/key-view";
import { limitPercent, nextReset, usedInWindow } from "@/lib/ledger/rules/spend-limit";
import { KeyActions } from "./key-actions";
import { keyForActions } from "./key-for-actions";

type KeyTableProps = {
  readonly keys: readonly Key[];
  readonly creators: ReadonlyMap<string, string>;
  readonly timeZone: string;
  readonly now: Date;
};

export function KeyTable({ keys, creators, timeZone, now }: KeyTableProps) {
  return (
    <DataTable
      caption={`Keys, newest first. Times are in ${timeZone}; limits reset at 00:00 UTC.`}
      captionShown
      rows={keys}
      rowKey={(key) => key.id}
      columns={[
        { id: "name", header: "Name", rowHeader: true, cell: (key) => <KeyName row={key} /> },
        { id: "usage", header: "Usage", cell: (key) => <KeyUsage row={key} now={now} /> },
        {
          id: "used",
          header: "Last used",
          cell: (key) => (key.lastUsedAt ? formatMoment(key.lastUsedAt, timeZone) : "Never"),
        },
        {
          id: "creator",
          header: "Created by",
          cell: (key) => creators.get(key.creatorUserId ?? "") ?? "Operator",
        },
        {
          id: "expiry",
          header: "Expires",
          cell: (key) => (key.expiresAt ? formatDay(key.expiresAt, "UTC") : "Never"),
        },
        {
          id: "actions",
          header: "Actions",
          bare: true,
          cell: (key) => <KeyActions keyRow={keyForActions(key)} />,
        },
      ]}
    />
  );
}

function KeyName({ row }: { readonly row: Key }) {
  return (
    <div className="flex min-w-0 flex-col items-start gap-0.5">
      <span className="flex flex-wrap items-center gap-2">
        <TextLink href={`${paths.keys}/${row.id}`}>{row.name}</TextLink>
        {row.state === "active" ? null : <KeyStatus state={row.state} />}
      </span>
      <KeyLabel text={row.label} />
    </div>
  );
}

function KeyUsage({ row, now }: { readonly row: Key; readonly now: Date }) {
  if (row.kind === "management") return <span className="text-ink-muted">Not applicable</span>;
  const used = usedInWindow(row.limitReset, row.usage);
  if (row.limitNanos === null) {
    return (
      <span className="tabular">
        {formatDollars(used)} <span className="text-ink-muted">· no limit</span>
      </span>
    );
  }
  const reset = nextReset(row.limitReset, now);
  return (
    <ProgressBar
      label={`Usage of key ${row.name}`}
      percent={limitPercent(used, row.limitNanos)}
      text={`${formatDollars(used)} of ${formatDollars(row.limitNanos)}`}
      note={reset ? `resets ${formatDay(reset, "UTC")}` : "does not reset"}
    />
  );
}
