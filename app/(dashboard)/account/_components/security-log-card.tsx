import { Moment } from "@/components/product/moment";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Card } from "@/components/ui/layout/card";
import type { SecurityLine } from "@/lib/accounts/security-log/list-security-events";
import { networkLabel } from "@/lib/kernel/network";

type SecurityLogCardProps = { readonly events: readonly SecurityLine[]; readonly zone: string };

export function SecurityLogCard({ events, zone }: SecurityLogCardProps) {
  const columns: readonly Column<SecurityLine>[] = [
    { id: "what", header: "Event", rowHeader: true, cell: (row) => row.sentence },
    { id: "device", header: "Device", cell: (row) => row.device },
    {
      id: "network",
      header: "Network",
      cell: (row) => <span className="break-id">{networkLabel(row.network)}</span>,
    },
    { id: "when", header: "Time", cell: (row) => <Moment at={row.createdAt} zone={zone} /> },
  ];
  return (
    <Card
      title="Security log"
      description="The last 20 events. Kept for 90 days, device and network for 30 days. IP addresses are shortened to their network."
      padding="flush"
    >
      <DataTable
        caption="Security log"
        columns={columns}
        rows={events}
        rowKey={(row) => row.id}
        empty={
          <EmptyState title="No events yet">Sign-ins and changes to your account appear here.</EmptyState>
        }
      />
    </Card>
  );
}
