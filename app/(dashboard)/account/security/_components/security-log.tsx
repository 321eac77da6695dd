import { Pagination } from "@/components/ui/data/pagination";
import { Moment } from "@/components/product/moment";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { DataSection } from "@/app/(dashboard)/account/_components/data-section";
import type { SecurityLine } from "@/lib/accounts/security-log/list-security-events";
import type { Page } from "@/lib/kernel/page";
import { paths } from "@/lib/kernel/paths";

type SecurityLogProps = {
  readonly events: Page<SecurityLine>;
  /** The page does not begin with the newest. */
  readonly isOlder: boolean;
  readonly zone: string;
};

export function SecurityLog({ events, isOlder, zone }: SecurityLogProps) {
  const columns: readonly Column<SecurityLine>[] = [
    { id: "what", header: "Event", rowHeader: true, cell: (row) => row.sentence },
    { id: "device", header: "Device", phone: "detail", cell: (row) => row.device },
    {
      id: "network",
      header: "Network",
      phone: "detail",
      cell: (row) => <span className="break-id">{row.network}</span>,
    },
    {
      id: "when",
      header: "Time",
      phone: "status",
      cell: (row) => <Moment at={row.createdAt} zone={zone} show="relative" />,
    },
  ];
  return (
    <DataSection
      id="log"
      title="Security log"
      description="Kept for 90 days, device and network for 30 days. IP addresses are shortened to their network."
    >
      <DataTable
        caption="Security log"
        columns={columns}
        rows={events.rows}
        rowKey={(row) => row.id}
        empty={
          <EmptyState title="No events yet">
            Sign-ins, changes to your account and unusual use of keys appear here.
          </EmptyState>
        }
      />
      <Pagination
        label="the security log"
        firstHref={isOlder ? `${paths.accountSecurity}#log` : null}
        nextHref={events.nextCursor ? `${paths.accountSecurity}?before=${events.nextCursor}#log` : null}
      />
    </DataSection>
  );
}
