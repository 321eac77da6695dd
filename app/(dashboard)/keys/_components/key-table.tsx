import Link from "next/link";
import { Sparkline } from "@/components/charts/sparkline";
import { KeyLabel } from "@/components/product/key-label";
import { KeyCondition } from "@/components/product/key-condition";
import { Moment } from "@/components/product/moment";
import { type Column, DataTable } from "@/components/ui/data/table";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import type { Nanos } from "@/lib/kernel/money";
import { paths } from "@/lib/kernel/paths";
import { hasGuardrails } from "@/lib/keys/rules/guardrails";
import { keyCondition } from "@/lib/keys/rules/key-condition";
import type { KeySelection } from "@/lib/keys/rules/key-selection";
import type { Key } from "@/lib/keys/rules/key-view";
import type { OldSecret } from "@/lib/keys/rules/old-secret";
import { KeyActions, type KeyForActions } from "./key-actions";
import { keyForActions } from "./key-for-actions";
import { type KeyQuery, keysHref } from "./key-query";
import { KeySpend } from "./key-spend";

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
  const { keys, spend, creators, oldSecrets, query, timeZone, now } = props;
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
          cell: (key) => <KeyCondition {...keyCondition(key, now)} />,
        },
        ...(query.kind === "inference" ? moneyColumns(spend, now, sortable("spend")) : []),
        {
          id: "used",
          header: "Last used",
          phone: "detail",
          ...sortable("used"),
          cell: (key) =>
            key.lastUsedAt ? (
              <Moment at={key.lastUsedAt} zone={timeZone} show="relative" />
            ) : (
              <span className="text-ink-muted">Never</span>
            ),
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
  spend: KeyTableProps["spend"],
  now: Date,
  sorted: Pick<Column<Key>, "sort" | "sortHref">,
): readonly Column<Key>[] {
  return [
    {
      id: "spend",
      header: "Spend",
      phone: "amount",
      ...sorted,
      cell: (key) => <KeySpend row={key} now={now} />,
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
        className="line-clamp-2 min-w-24 break-id rounded-sm underline-offset-2 hover:underline"
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
