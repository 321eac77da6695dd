import { Mark } from "@/components/product/mark";
import { RunningNumber } from "@/components/product/running-number";
import { Badge } from "@/components/ui/feedback/badge";
import { product } from "@/lib/config/product";
import type { Formats } from "@/lib/kernel/format";
import type { Nanos } from "@/lib/kernel/money";
import { transferLabel } from "@/lib/ledger/rules/transfer-label";
import { monthName } from "@/lib/statements/rules/months";
import {
  changeOf,
  decimalsOf,
  inProgressName,
  type ItemizedUsage,
  requestsOf,
  type Statement,
  type StatementEntry,
} from "@/lib/statements/rules/statement";
import { FigureTable } from "./figure-table";

type StatementStubProps = { readonly statement: Statement; readonly formats: Formats };

/** A month's statement as a counterfoil, with every decimal that its amounts have. */
export function StatementStub({ statement, formats }: StatementStubProps) {
  const { month, sections, openingNanos, usedNanos, closingNanos, byModel, byKey } = statement;
  const decimals = decimalsOf(statement);
  const amount = (nanos: Nanos) => formats.dollars(nanos, { decimals });
  const entries = sections
    .flatMap((section) => section.entries)
    .toSorted((one, other) => one.number - other.number);
  return (
    <article className="stub-edge flex w-full max-w-[720px] flex-col gap-8 rounded-lg border border-line bg-surface-raised py-6 pr-6 pl-8 max-sm:pr-4">
      <header className="flex flex-wrap items-start justify-between gap-4">
        <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xl font-semibold tracking-tight">
          Statement of {monthName(month)}
          {statement.isFinished ? null : <Badge>In progress</Badge>}
        </h1>
        <p className="inline-flex items-center gap-2 font-medium">
          <Mark size={20} /> {product.name}
        </p>
      </header>
      <Facts statement={statement} formats={formats} />
      <FigureTable
        caption="Summary"
        heads={["Line", "Amount"]}
        rows={[
          { name: "Opening balance", cells: [amount(openingNanos)] },
          ...sections.map(({ name, totalNanos }) => ({ name, cells: [amount(totalNanos)] })),
          { name: "Usage", cells: [amount(-usedNanos)] },
        ]}
        total={{ name: "Closing balance", cells: [amount(closingNanos)] }}
        note={`${amount(openingNanos)} opening balance + ${amount(changeOf(statement))} transactions = ${amount(closingNanos)} closing balance`}
      />
      <FigureTable
        caption="Transactions other than usage"
        heads={["Transaction", "Amount"]}
        rows={entries.map((entry) => ({
          name: <EntryName entry={entry} formats={formats} />,
          id: entry.id,
          cells: [amount(entry.amountNanos)],
        }))}
        empty="None in this month"
      />
      <Usage by="model" usage={byModel} usedNanos={usedNanos} show={{ amount, formats }} />
      <Usage by="key" usage={byKey} usedNanos={usedNanos} show={{ amount, formats }} />
    </article>
  );
}

function Facts({ statement, formats }: StatementStubProps) {
  const { workspace, from, to, zones, readAt, isFinished } = statement;
  const lastDay = formats.day(new Date(to.getTime() - 1), zones.at(-1) ?? "UTC");
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1.5 [&>dt]:text-ink-muted">
      <dt>Workspace</dt>
      <dd className="break-id">{workspace.name}</dd>
      <dt>Workspace ID</dt>
      <dd className="font-mono text-xs leading-5 break-id">{workspace.id}</dd>
      <dt>Period</dt>
      <dd>
        {formats.day(from, zones[0] ?? "UTC")} to {lastDay}
      </dd>
      <dt>Time zone</dt>
      <dd className="break-id">{zones.join(", then ")}</dd>
      {isFinished ? null : (
        <>
          <dt>As of</dt>
          <dd>{formats.moment(readAt, zones.at(-1) ?? "UTC")}</dd>
        </>
      )}
    </dl>
  );
}

function EntryName({ entry, formats }: { readonly entry: StatementEntry; readonly formats: Formats }) {
  const { day, number, code, reason } = entry;
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <span className="tabular whitespace-nowrap text-ink-muted">
        {formats.shortDay(new Date(`${day}T12:00:00Z`), "UTC")}
      </span>
      <span className="text-ink">{transferLabel(code)}</span>
      <RunningNumber number={number} />
      {reason && code !== "purchase" ? <span className="text-sm break-id">{reason}</span> : null}
    </span>
  );
}

type UsageProps = {
  readonly by: "model" | "key";
  readonly usage: ItemizedUsage;
  readonly usedNanos: Nanos;
  readonly show: { readonly amount: (nanos: Nanos) => string; readonly formats: Formats };
};

function Usage({ by, usage, usedNanos, show: { amount, formats } }: UsageProps) {
  const { lines, inProgressNanos } = usage;
  const count = (requests: bigint) => formats.count(requests);
  return (
    <FigureTable
      caption={`Usage by ${by}`}
      heads={[by === "model" ? "Model" : "Key", "Requests", "Cost"]}
      rows={[
        ...lines.map(({ name, label, requests, costNanos }) => ({
          name: label === null ? name : `${name} (${label})`,
          cells: [count(requests), amount(costNanos)],
        })),
        ...(inProgressNanos === 0n ? [] : [{ name: inProgressName, cells: ["", amount(inProgressNanos)] }]),
      ]}
      total={{ name: "Total usage", cells: [count(requestsOf(usage)), amount(usedNanos)] }}
      note={
        inProgressNanos === 0n
          ? undefined
          : `Usage counts in the month in which it is charged, when a request ends. By ${by}, requests are counted when they begin.`
      }
    />
  );
}
