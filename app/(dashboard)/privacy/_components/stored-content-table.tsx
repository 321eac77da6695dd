import { Button } from "@/components/ui/actions/button";
import { TextLink } from "@/components/ui/actions/text-link";
import { DataTable } from "@/components/ui/data/table";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { Formats } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import type { PromptLogEntry } from "@/lib/privacy/list-prompt-logs";
import { deleteStoredContent } from "../actions";

type StoredContentTableProps = {
  readonly rows: readonly PromptLogEntry[];
  readonly timeZone: string;
  readonly formats: Formats;
};

/** Requests with stored content: when, how much, and the deletion of one. */
export function StoredContentTable({ rows, timeZone, formats }: StoredContentTableProps) {
  return (
    <DataTable
      caption="Requests with stored content, newest first"
      rows={rows}
      rowKey={(entry) => entry.generationId}
      columns={[
        {
          id: "time",
          header: "Time",
          rowHeader: true,
          cell: ({ generationId, createdAt }) => (
            <TextLink href={`${paths.privacy}?read=${generationId}`}>
              {formats.moment(createdAt, timeZone)}
            </TextLink>
          ),
        },
        {
          id: "size",
          header: "Encrypted size",
          numeric: true,
          cell: ({ sizeBytes }) => (sizeBytes === null ? "Not stored" : `${formats.count(sizeBytes)} bytes`),
        },
        {
          id: "delete",
          header: "Delete",
          bare: true,
          cell: (entry) => (
            <ConfirmDialog
              trigger={<Button size="small">Delete</Button>}
              title="Delete stored content"
              consequence="This request's prompt and completion are deleted immediately. Metadata is kept."
              confirmLabel="Delete content"
              action={deleteStoredContent}
              fields={{ generationId: entry.generationId }}
              toast
            />
          ),
        },
      ]}
    />
  );
}
