import { MomentText } from "@/components/product/moment-text";
import { RetryButton } from "@/components/product/retry-button";
import { Pagination } from "@/components/ui/data/pagination";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import { paths } from "@/lib/kernel/paths";
import { nameMembers } from "@/lib/workspaces/name-members";
import { listPrivacyChanges, type PrivacyChangeLine } from "@/lib/privacy/list-privacy-changes";
import { attempt } from "@/lib/web/attempt";

type ConsentHistoryProps = {
  readonly actor: Actor;
  /** Where the page of changes begins; absent on the first page. */
  readonly changed: string | undefined;
  readonly timeZone: string;
};

/** Who changed which of the settings above, and from when it holds. */
export async function ConsentHistory({ actor, changed, timeZone }: ConsentHistoryProps) {
  const read = await attempt(readChanges(actor, changed));
  return (
    <section
      id="consent"
      aria-labelledby="consent-title"
      className="flex min-w-0 scroll-mt-16 flex-col gap-2"
    >
      <div className="flex flex-col gap-0.5">
        <h2 id="consent-title" className="text-lg font-semibold">
          Consent history
        </h2>
        <p className="max-w-[72ch] text-ink-muted">
          Every change of the settings above. It holds for requests that arrived after it was saved.
        </p>
      </div>
      {read.ok ? (
        <Changes {...read.value} isFirst={changed === undefined} timeZone={timeZone} />
      ) : (
        <FailedState
          title="The history couldn't be loaded"
          requestId={read.requestId}
          retry={<RetryButton />}
        />
      )}
    </section>
  );
}

async function readChanges(actor: Actor, cursor: string | undefined) {
  const { rows, nextCursor } = await listPrivacyChanges(actor, { cursor });
  const people = await nameMembers(
    actor,
    rows.map(({ actorUserId }) => actorUserId),
  );
  return { rows, nextCursor, people };
}

type ChangesProps = Awaited<ReturnType<typeof readChanges>> & {
  readonly isFirst: boolean;
  readonly timeZone: string;
};

async function Changes({ rows, nextCursor, people, isFirst, timeZone }: ChangesProps) {
  const formats = await viewerFormats();
  const columns: readonly Column<PrivacyChangeLine>[] = [
    {
      id: "change",
      header: "Change",
      rowHeader: true,
      cell: ({ sentences }) => <span className="break-id">{sentences.join(" ")}</span>,
    },
    {
      id: "since",
      header: "Holds since",
      cell: ({ at }) => <MomentText at={at} zone={timeZone} formats={formats} />,
    },
    { id: "by", header: "By", cell: ({ actorUserId }) => people.get(actorUserId ?? "") ?? "Operator" },
  ];
  return (
    <div className="border-y border-line">
      <DataTable
        caption="Changes of privacy settings, newest first"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title={isFirst ? "No changes yet" : "Nothing older"} inline>
            {isFirst
              ? "The default settings have been in effect since the workspace was created."
              : "Before these changes the default settings were in effect."}
          </EmptyState>
        }
      />
      <Pagination
        label="changes"
        firstHref={isFirst ? null : `${paths.privacy}#consent`}
        nextHref={nextCursor ? `${paths.privacy}?changed=${nextCursor}#consent` : null}
      />
    </div>
  );
}
