import { DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import { Card } from "@/components/ui/layout/card";

type Check = { readonly name: string; readonly ok: boolean; readonly detail: string };

/** A card with health checks and what is wrong. */
export function Checks({ title, checks }: { readonly title: string; readonly checks: readonly Check[] }) {
  return (
    <Card title={title}>
      <ChecksTable caption={title} checks={checks} />
    </Card>
  );
}

/** One row per check, with what is wrong. */
export function ChecksTable({
  caption,
  checks,
}: {
  readonly caption: string;
  readonly checks: readonly Check[];
}) {
  return (
    <DataTable
      caption={caption}
      rows={checks}
      rowKey={(check) => check.name}
      columns={[
        { id: "name", header: "Check", rowHeader: true, cell: (check) => check.name },
        {
          id: "state",
          header: "State",
          phone: "amount",
          cell: (check) => (
            <Badge tone={check.ok ? "positive" : "danger"}>{check.ok ? "OK" : "Failed"}</Badge>
          ),
        },
        { id: "detail", header: "Detail", phone: "detail", cell: (check) => check.detail || "–" },
      ]}
    />
  );
}
