import { DataSection } from "@/app/(dashboard)/account/_components/data-section";
import { Moment } from "@/components/product/moment";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { OperatorViewLine } from "@/lib/audit/operator-views";

type OperatorViewsProps = {
  readonly views: readonly OperatorViewLine[];
  readonly workspace: string;
  readonly zone: string;
};

const sentences = {
  account: "Opened the account: address, name, balance, and credits bought",
  purchase: "Opened a purchase: amounts, states, and its names at the payment processor",
  data_request: "Opened a data request: address, what was asked, and what was done",
  search: "Found the account by a search: address, name, and balance",
} as const;

/** What operators of the installation looked at in the open workspace. */
export function OperatorViews({ views, workspace, zone }: OperatorViewsProps) {
  const columns: readonly Column<OperatorViewLine>[] = [
    { id: "what", header: "What", rowHeader: true, cell: ({ what }) => sentences[what] },
    { id: "at", header: "When", phone: "detail", cell: ({ at }) => <Moment at={at} zone={zone} /> },
  ];
  return (
    <DataSection
      title="What operators looked at"
      description={`Operators of this installation see addresses, names, amounts, and states, never prompts or completions. Opening the workspace “${workspace}”, a purchase, or a privacy request, and finding it by a search, is recorded here, at most once an hour.`}
    >
      <DataTable
        caption="What operators looked at, newest first"
        columns={columns}
        rows={views}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="Nothing yet" inline>
            No operator has opened or searched for this account.
          </EmptyState>
        }
      />
    </DataSection>
  );
}
