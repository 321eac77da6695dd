import { Moment } from "@/components/product/moment";
import { RefreshWhileRunning } from "@/components/product/refresh-while-running";
import { Button } from "@/components/ui/actions/button";
import { LinkButton } from "@/components/ui/actions/link-button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { Badge } from "@/components/ui/feedback/badge";
import { TaskProgress } from "@/components/ui/feedback/task-progress";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SettingRow } from "@/components/ui/forms/setting-row";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { ArchiveEntry } from "@/lib/archives/list-archives";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { archiveHref } from "@/lib/kernel/paths";
import { deleteArchiveAction } from "../actions";

type ArchiveRowProps = { readonly archive: ArchiveEntry; readonly zone: string };

/** One archive: what it is doing, or its download. */
export function ArchiveRow({ archive, zone }: ArchiveRowProps) {
  if (archive.state === "ready") return <ReadyArchive archive={archive} zone={zone} />;
  if (archive.state === "failed") return <FailedArchive archive={archive} zone={zone} />;
  return <UnfinishedArchive archive={archive} zone={zone} />;
}

function UnfinishedArchive({ archive, zone }: ArchiveRowProps) {
  const { id, progress, requestedAt } = archive;
  const percent = progress === null ? null : Math.floor(progress * 100);
  const text =
    archive.state === "queued"
      ? "Waiting for its turn."
      : percent === null
        ? "Counting what to write."
        : `${percent}% written.`;
  return (
    <SettingRow
      title="Making the archive"
      consequence={
        <>
          Requested <Moment at={requestedAt} zone={zone} />. You can leave this page; you get an email when
          it&rsquo;s ready.
        </>
      }
      control={
        <ActionForm
          action={deleteArchiveAction}
          fields={{ archiveId: id }}
          label="Cancel the archive"
          layout="row"
        >
          <SubmitButton variant="secondary" size="small">
            Cancel
          </SubmitButton>
        </ActionForm>
      }
    >
      <TaskProgress label="Making the archive" progress={progress} text={text} />
      <RefreshWhileRunning />
    </SettingRow>
  );
}

async function ReadyArchive({ archive, zone }: ArchiveRowProps) {
  const { id, requestedAt, expiresAt, sizeBytes, downloads } = archive;
  const formats = await viewerFormats();
  const times =
    downloads === 0
      ? "Not downloaded yet."
      : `Downloaded ${downloads === 1 ? "once" : `${downloads} times`}.`;
  return (
    <SettingRow
      title={
        <>
          Archive of <Moment at={requestedAt} zone={zone} />
        </>
      }
      consequence={
        <>
          {formats.size(sizeBytes ?? 0)}. {times} Will be deleted{" "}
          <Moment at={expiresAt ?? requestedAt} zone={zone} />.
        </>
      }
    >
      <div className="flex flex-wrap gap-2">
        <LinkButton href={archiveHref(id)} variant="primary" download>
          Download
        </LinkButton>
        <ConfirmDialog
          trigger={<Button>Delete</Button>}
          title="Delete the archive"
          consequence="The file is deleted now. Your data isn't affected, and you can request another archive."
          confirmLabel="Delete archive"
          action={deleteArchiveAction}
          fields={{ archiveId: id }}
          toast
        />
      </div>
    </SettingRow>
  );
}

function FailedArchive({ archive: { requestedAt }, zone }: ArchiveRowProps) {
  return (
    <SettingRow
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          <span>
            Archive of <Moment at={requestedAt} zone={zone} />
          </span>
          <Badge tone="danger">Failed</Badge>
        </span>
      }
      consequence="It could not be made after three attempts. Nothing was changed; request another one."
    />
  );
}
