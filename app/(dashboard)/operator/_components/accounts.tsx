import { Search } from "lucide-react";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { Button } from "@/components/ui/actions/button";
import { TextLink } from "@/components/ui/actions/text-link";
import { Pagination } from "@/components/ui/data/pagination";
import { type Column, DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { CheckboxField } from "@/components/ui/forms/choice-field";
import { TextField } from "@/components/ui/forms/text-field";
import { Stack } from "@/components/ui/layout/stack";
import { recordOperatorViews } from "@/lib/audit/operator-views";
import type { Actor } from "@/lib/kernel/actor";
import { columnDecimals } from "@/lib/kernel/money";
import { paths } from "@/lib/kernel/paths";
import { textProblem } from "@/lib/kernel/recordable-text";
import { type AccountRow, listAccounts } from "@/lib/operator/list-accounts";
import { AccountSheet } from "./account-sheet";

type AccountsProps = {
  readonly search: string;
  readonly deleted?: "on" | undefined;
  readonly cursor?: string | undefined;
  /** The workspace whose sheet is open. */
  readonly account?: string | undefined;
  /** Who looks: what they look at is recorded. */
  readonly operator: Actor;
};

type AccountsQuery = Omit<AccountsProps, "operator">;

/** Workspaces with owner and balance, newest first, and the sheet of one of them. */
export async function Accounts({ operator, ...query }: AccountsProps) {
  const { search, deleted, cursor, account } = query;
  const problem = textProblem(search, 320);
  const [page, opened] = await Promise.all([
    listAccounts({ search, withDeleted: deleted === "on", ...(cursor && { cursor }) }),
    account ? listAccounts({ search: account, limit: 1 }) : null,
  ]);
  const shown = opened?.rows[0];
  const found = search.trim() === "" ? [] : page.rows;
  await recordOperatorViews(operator, [
    ...(shown ? [{ workspaceId: shown.workspaceId, what: "account" as const }] : []),
    ...found.map(({ workspaceId }) => ({ workspaceId, what: "search" as const })),
  ]);
  const held = columnDecimals(page.rows.map(({ heldNanos }) => heldNanos));
  return (
    <Stack>
      <AccountSearch search={search} deleted={deleted === "on"} problem={problem} />
      <DataTable
        caption="Workspaces with their owner and balance, newest first"
        rows={page.rows}
        rowKey={(row) => row.workspaceId}
        empty={
          <EmptyState title="No account matches">
            Search by the start of an email address, or by a full ID.
          </EmptyState>
        }
        columns={accountColumns(query, held)}
      />
      <Pagination
        label="accounts"
        firstHref={cursor ? hrefOf({ search, deleted }) : null}
        nextHref={page.nextCursor ? hrefOf({ search, deleted, cursor: page.nextCursor }) : null}
      />
      {account ? <AccountSheet row={shown ?? null} closeHref={hrefOf({ search, deleted, cursor })} /> : null}
    </Stack>
  );
}

/** `held` is the number of decimals of the held amounts. */
function accountColumns(query: AccountsQuery, held: number): readonly Column<AccountRow>[] {
  return [
    {
      id: "email",
      header: "Owner",
      rowHeader: true,
      cell: (row) => (
        <span className="inline-flex items-center gap-2">
          <TextLink href={hrefOf({ ...query, account: row.workspaceId })} tone="quiet">
            {row.email ?? (
              <>
                No owner <code className="font-mono text-sm">…{row.workspaceId.slice(-8)}</code>
              </>
            )}
          </TextLink>
          {row.deletedAt ? <Badge>Deleted</Badge> : null}
        </span>
      ),
    },
    {
      id: "balance",
      header: "Balance",
      numeric: true,
      cell: (row) => <Money nanos={row.balanceNanos} floor />,
    },
    {
      id: "held",
      header: "Held",
      numeric: true,
      phone: "hidden",
      cell: (row) => <Money nanos={row.heldNanos} decimals={held} />,
    },
    {
      id: "bought",
      header: "Bought",
      numeric: true,
      phone: "hidden",
      cell: (row) => <Money nanos={row.purchasedNanos} />,
    },
    {
      id: "since",
      header: "Since",
      phone: "detail",
      cell: (row) => (
        <>
          <span className="hidden @max-[40rem]/table:inline">since </span>
          <Moment at={row.createdAt} zone="UTC" show="day" />
        </>
      ),
    },
  ];
}

type AccountSearchProps = {
  readonly search: string;
  readonly deleted: boolean;
  /** Why the text cannot be searched for, as the end of a sentence. */
  readonly problem: string | null;
};

function AccountSearch({ search, deleted, problem }: AccountSearchProps) {
  return (
    <form role="search" action={paths.operator} className="flex flex-wrap items-end gap-x-4 gap-y-3">
      <div className="w-full sm:w-72">
        <TextField
          type="search"
          name="search"
          label="Email or workspace ID"
          defaultValue={search}
          error={problem ? `The search text ${problem}.` : undefined}
          required={false}
        />
      </div>
      <div className="flex items-start max-sm:h-11 max-sm:pt-3 sm:h-9 sm:items-center">
        <CheckboxField name="deleted" label="Show deleted" defaultChecked={deleted} />
      </div>
      <Button type="submit" icon={<Search aria-hidden />}>
        Search
      </Button>
    </form>
  );
}

function hrefOf({ search, deleted, cursor, account }: AccountsQuery): string {
  const query = new URLSearchParams({
    ...(search && { search }),
    ...(deleted && { deleted }),
    ...(cursor && { cursor }),
    ...(account && { account }),
  });
  return query.size > 0 ? `${paths.operator}?${query}` : paths.operator;
}
