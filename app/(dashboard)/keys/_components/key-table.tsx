import Link from "next/link";
import { Sparkline } from "@/components/charts/sparkline";
import { KeyLabel } from "@/components/product/key-label";
import { Moment } from "@/components/product/moment";
import { type Column, DataTable } from "@/components/ui/data/table";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import type { Nanos } from "@/lib/kernel/money";
import { paths } from "@/lib/kernel/paths";
import { hasGuardrails } from "@/lib/keys/rules/guardrails";
import type { KeySelection } from "@/lib/keys/rules/key-selection";
import type { Key } from "@/lib/keys/rules/key-view";
import type { OldSecret } from "@/lib/keys/rules/old-secret";
import { KeyActions, type KeyForActions } from "./key-actions";
import { keyForActions } from "./key-for-actions";
import { type KeyQuery, keysHref } from "./key-query";
import { KeySpend } from "./key-spend";
import { KeyState } from "./key-state";

const labelTail = 3;

type KeyTableProps = {
  readonly actor: Actor;
  readonly keys: readonly Key[];
  /** Spend per day of each key with any, oldest day first. */
  readonly spend: ReadonlyMap<string, readonly Nanos[]>;
  readonly creators: ReadonlyMap<string, string>;
  /** Those of them who are members of the workspace now. */
  readonly present: ReadonlySet<string>;
  readonly oldSecrets: ReadonlyMap<string, OldSecret>;
  readonly query: KeyQuery;
  readonly timeZone: string;
  readonly now: Date;
};

export async function KeyTable(props: KeyTableProps) {
  const { keys, creators, oldSecrets, query, timeZone, now } = props;
  const viewer = { actor: props.actor, present: props.present, formats: await viewerFormats(), timeZone };
  const forActions = (key: Key) => keyForActions(key, oldSecrets.get(key.id), viewer);
  const sortable = (by: KeySelection["sort"]) =>
    ({
      sortHref: keysHref(query, { sort: query.sort === by ? "newest" : by }),
      sort: query.sort === by ? "descending" : "none",
    }) as const;
  return (
    <DataTable
      caption={`Keys. Times are in ${timeZone}; limits reset at 00:00 UTC.`}
      rows={keys}
      rowKey={(key) => key.id}
      columns={[
        {
          id: "name",
          header: "Name",
          rowHeader: true,
          cell: (key) => <KeyName row={key} oldSecret={forActions(key).oldSecret} />,
        },
        {
          id: "state",
          header: "State",
          phone: "status",
          cell: (key) => <KeyState row={key} now={now} />,
        },
        ...(query.kind === "inference" ? moneyColumns(props, sortable("spend")) : []),
        {
          id: "used",
          header: "Last used",
          phone: "detail",
          ...sortable("used"),
          cell: (key) => <LastUse row={key} timeZone={timeZone} />,
        },
        ...(new Set(creators.values()).size > 1 ? [createdBy(creators)] : []),
        {
          id: "actions",
          header: "Actions",
          bare: true,
          cell: (key) => (
            <div className="flex justify-end">
              <KeyActions keyRow={forActions(key)} />
            </div>
          ),
        },
      ]}
    />
  );
}

function moneyColumns(
  { keys, spend, now }: KeyTableProps,
  sorted: Pick<Column<Key>, "sort" | "sortHref">,
): readonly Column<Key>[] {
  const isOfMonth = keys.every(({ limitNanos }) => limitNanos === null);
  return [
    {
      id: "spend",
      header: isOfMonth ? "Spend this month" : "Spend",
      phone: "amount",
      ...sorted,
      cell: (key) => <KeySpend row={key} now={now} isOfMonth={isOfMonth} />,
    },
    {
      id: "trend",
      header: "Last 14 days",
      phone: "hidden",
      cell: (key) => <Trend name={key.name} days={spend.get(key.id)} />,
    },
  ];
}

/** Only where several people create keys. */
function createdBy(creators: KeyTableProps["creators"]): Column<Key> {
  return {
    id: "creator",
    header: "Created by",
    phone: "hidden",
    cell: (key) => (
      <span className="text-ink-muted">{creators.get(key.creatorUserId ?? "") ?? "Operator"}</span>
    ),
  };
}

type KeyNameProps = {
  readonly row: Key;
  readonly oldSecret: KeyForActions["oldSecret"];
};

function KeyName({ row, oldSecret }: KeyNameProps) {
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
      <Link
        href={`${paths.keys}/${row.id}`}
        title={row.name}
        className="line-clamp-2 min-w-24 break-id md:w-40 rounded-sm underline-offset-2 hover:underline"
      >
        {row.name}
      </Link>
      <span className="font-normal whitespace-nowrap max-md:hidden">
        <KeyLabel text={row.label} />
      </span>
      {hasGuardrails(row.guardrails) ? (
        <span className="text-sm font-normal whitespace-nowrap text-ink-muted">Guardrails</span>
      ) : null}
      {oldSecret === null || oldSecret === "unknown" ? null : (
        <span className="basis-full text-sm font-normal text-ink-muted">
          {oldSecret.term} {oldSecret.ends}
        </span>
      )}
    </span>
  );
}

/** Where the table is narrow it begins with the end of the label, which tells keys with one name apart. */
function LastUse({ row, timeZone }: { readonly row: Key; readonly timeZone: string }) {
  const tail = row.label.slice(-labelTail);
  return (
    <>
      <span className="font-mono @min-[40rem]/table:hidden">…{tail}</span>
      {row.lastUsedAt ? (
        <>
          <span className="@min-[40rem]/table:hidden"> · </span>
          <Moment at={row.lastUsedAt} zone={timeZone} show="relative" />
        </>
      ) : (
        <span className="text-ink-muted @max-[40rem]/table:hidden">Never</span>
      )}
    </>
  );
}

async function Trend({ name, days }: { readonly name: string; readonly days: readonly Nanos[] | undefined }) {
  if (!days) return <span className="text-ink-faint">No spend</span>;
  const formats = await viewerFormats();
  const total = days.reduce((sum, day) => sum + day, 0n);
  return (
    <div className="w-24">
      <Sparkline
        values={days.map(Number)}
        label={`Spend of ${name} in the last ${days.length} days: ${formats.dollars(total)}`}
      />
    </div>
  );
}
