import { LinkButton } from "@/components/ui/actions/link-button";
import { DataTable } from "@/components/ui/data/table";
import { Card } from "@/components/ui/layout/card";
import { Row } from "@/components/ui/layout/stack";
import type { Receipt } from "@/lib/privacy/summarise-data";
import { formatCount, formatMoment } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";

type RightsProps = {
  readonly receipts: readonly Receipt[];
  readonly timeZone: string;
};

/** What was removed, by its time or by an admin, and the ways out: take it with you, or have it deleted. */
export function Rights({ receipts, timeZone }: RightsProps) {
  return (
    <Card
      id="rights"
      title="Export and deletion"
      description="Your request metadata can be taken along as CSV at any time; your account can be deleted for good."
    >
      <Row>
        <LinkButton href={paths.activity}>Export from Activity</LinkButton>
        <LinkButton href={`${paths.account}?manage=security`}>Delete account</LinkButton>
      </Row>
      {receipts.length > 0 ? (
        <DataTable
          caption="What was removed"
          captionShown
          rows={receipts}
          rowKey={(receipt) => `${receipt.subject}${receipt.createdAt.toISOString()}`}
          columns={[
            {
              id: "time",
              header: "Removed",
              rowHeader: true,
              cell: (receipt) => formatMoment(receipt.createdAt, timeZone),
            },
            {
              id: "subject",
              header: "What",
              cell: (receipt) => subjects[receipt.subject] ?? receipt.subject,
            },
            {
              id: "cutoff",
              header: "Older than",
              cell: (receipt) => formatMoment(receipt.cutoff, timeZone),
            },
            {
              id: "gone",
              header: "Rows gone",
              cell: (receipt) =>
                receipt.goneAt ? formatMoment(receipt.goneAt, timeZone) : "Hidden, being removed",
            },
            { id: "rows", header: "Rows", numeric: true, cell: (receipt) => formatCount(receipt.rows) },
          ]}
        />
      ) : null}
    </Card>
  );
}

const subjects: Readonly<Record<string, string>> = {
  generations: "Request rows, by a change of retention",
  generations_expired: "Request rows past their retention",
  prompt_logs: "Stored content, by an admin",
  prompt_logs_expired: "Stored content past its retention",
};
