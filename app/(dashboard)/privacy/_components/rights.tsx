import { LinkButton } from "@/components/ui/actions/link-button";
import { DataTable } from "@/components/ui/data/table";
import { SettingGroup, SettingRow } from "@/components/ui/forms/setting-row";
import type { Receipt } from "@/lib/privacy/summarize-data";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { paths } from "@/lib/kernel/paths";

type RightsProps = {
  readonly receipts: readonly Receipt[];
  readonly timeZone: string;
};

/** Links to export or delete one's data, and the history of deletions, whether scheduled or by an admin. */
export async function Rights({ receipts, timeZone }: RightsProps) {
  const formats = await viewerFormats();
  return (
    <SettingGroup id="rights" title="Export and deletion">
      <SettingRow
        title="Export your requests"
        consequence="The metadata of every request as CSV, for any range and filter."
        control={<LinkButton href={paths.activity}>Export from Activity</LinkButton>}
      />
      <SettingRow
        title="Delete your account"
        consequence="Permanent. Access ends immediately, and unused credits are lost."
        control={<LinkButton href={`${paths.accountSecurity}#delete`}>Delete account</LinkButton>}
      />
      {receipts.length > 0 ? (
        <DataTable
          caption="Deletion history"
          captionShown
          rows={receipts}
          rowKey={(receipt) => `${receipt.subject}${receipt.createdAt.toISOString()}`}
          columns={[
            {
              id: "time",
              header: "Removed",
              rowHeader: true,
              cell: (receipt) => formats.moment(receipt.createdAt, timeZone),
            },
            {
              id: "subject",
              header: "What",
              cell: (receipt) => subjects[receipt.subject] ?? receipt.subject,
            },
            {
              id: "cutoff",
              header: "Older than",
              cell: (receipt) => formats.moment(receipt.cutoff, timeZone),
            },
            {
              id: "gone",
              header: "Completed",
              cell: (receipt) =>
                receipt.goneAt ? formats.moment(receipt.goneAt, timeZone) : "Hidden, being deleted",
            },
            { id: "rows", header: "Rows", numeric: true, cell: (receipt) => formats.count(receipt.rows) },
          ]}
        />
      ) : null}
    </SettingGroup>
  );
}

const subjects: Readonly<Record<string, string>> = {
  generations: "Requests, after a retention change",
  generations_expired: "Requests past retention",
  prompt_logs: "Stored content, deleted by an admin",
  prompt_logs_expired: "Stored content past retention",
};
