import { Trash2 } from "lucide-react";
import { Button } from "@/components/ui/actions/button";
import { LinkButton } from "@/components/ui/actions/link-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { DataTable } from "@/components/ui/data/table";
import { Card } from "@/components/ui/layout/card";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Page } from "@/lib/kernel/page";
import type { PromptLogEntry } from "@/lib/privacy/list-prompt-logs";
import { type BoundedCount, formatBounded } from "@/lib/privacy/rules/bounded-count";
import { paths } from "@/lib/kernel/paths";
import { deleteStoredContent } from "../actions";

type StoredContentProps = {
  readonly page: Page<PromptLogEntry>;
  readonly total: BoundedCount;
  readonly timeZone: string;
};

/** Lists the requests with stored content, and deletes one or all. Shown only to owners and admins. */
export async function StoredContent({ page, total, timeZone }: StoredContentProps) {
  if (total.count === 0 && page.rows.length === 0) return null;
  const formats = await viewerFormats();
  const figure = `${total.more ? "More than " : ""}${formats.count(total.count)}`;
  const have = total.count === 1 ? "request has" : "requests have";
  return (
    <Card
      id="stored"
      title="Stored content"
      description={`${figure} ${have} stored content. Times are in ${timeZone}.`}
      action={
        <ConfirmDialog
          trigger={
            <Button variant="danger" icon={<Trash2 aria-hidden />}>
              Delete all
            </Button>
          }
          title="Delete all stored content"
          consequence={`The prompts and completions of ${formatBounded(total, formats)} requests are deleted immediately and can't be recovered. Metadata is kept.`}
          confirmLabel="Delete all stored content"
          typed="delete"
          action={deleteStoredContent}
          toast
        />
      }
    >
      <DataTable
        caption="Requests with stored content, newest first"
        rows={page.rows}
        rowKey={(entry) => entry.generationId}
        columns={[
          {
            id: "time",
            header: "Time",
            rowHeader: true,
            cell: ({ generationId, createdAt }) => (
              <ReadLink id={generationId} text={formats.moment(createdAt, timeZone)} />
            ),
          },
          {
            id: "size",
            header: "Encrypted size",
            numeric: true,
            cell: ({ sizeBytes }) =>
              sizeBytes === null ? "Not stored" : `${formats.count(sizeBytes)} bytes`,
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
      {page.nextCursor ? (
        <LinkButton href={`${paths.privacy}?stored=${page.nextCursor}#stored`}>Older</LinkButton>
      ) : null}
    </Card>
  );
}

function ReadLink({ id, text }: { readonly id: string; readonly text: string }) {
  return <TextLink href={`${paths.privacy}?read=${id}`}>{text}</TextLink>;
}
