import { longText, Sample, sampleHref } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";

type Row = { readonly name: string; readonly requests: string; readonly spend: string };

const columns: readonly Column<Row>[] = [
  { id: "name", header: "Key", rowHeader: true, cell: (row) => row.name },
  {
    id: "requests",
    header: "Requests",
    numeric: true,
    cell: (row) => row.requests,
    sortHref: sampleHref,
    sort: "descending",
  },
  { id: "spend", header: "Spend", numeric: true, cell: (row) => row.spend, sortHref: sampleHref },
  { id: "actions", header: "Actions", bare: true, cell: () => <Button size="small">Disable</Button> },
];

const rows: readonly Row[] = [
  { name: "Production", requests: "1,204", spend: "$0.91" },
  { name: "Staging", requests: "12", spend: "$0.06" },
];

const longRows: readonly Row[] = [{ name: longText, requests: "1,204,512,001", spend: "$9,223,372,036.85" }];

export function TableSamples() {
  return (
    <>
      <Sample state="Default">
        <DataTable caption="Keys" captionShown columns={columns} rows={rows} rowKey={(row) => row.name} />
      </Sample>
      <Sample state="Groups with a total">
        <DataTable
          caption="Keys by month"
          columns={columns}
          rows={rows}
          groups={[
            { id: "2026-11", rows, total: { name: "November 2026", requests: "1,216", spend: "$0.97" } },
          ]}
          rowKey={(row) => row.name}
        />
      </Sample>
      <Sample state="Empty">
        <DataTable
          caption="No keys"
          columns={columns}
          rows={[]}
          rowKey={(row) => row.name}
          empty={<EmptyState title="No keys yet">Create one to send requests.</EmptyState>}
        />
      </Sample>
      <Sample state="Long text">
        <DataTable caption="Long names" columns={columns} rows={longRows} rowKey={(row) => row.name} />
      </Sample>
    </>
  );
}
