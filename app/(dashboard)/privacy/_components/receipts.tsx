import { type Column, DataTable } from "@/components/ui/data/table";
import { Pagination } from "@/components/ui/data/pagination";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import type { Formats } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import { listReceipts, type Receipt } from "@/lib/privacy/list-receipts";

type ReceiptsProps = {
  readonly actor: Actor;
  /** Where the page of removals by retention begins; absent on the first page. */
  readonly removed: string | undefined;
  readonly timeZone: string;
};

/** What was removed from this workspace, by its retention and by people. Shown only to owners and admins. */
export async function Receipts({ actor, removed, timeZone }: ReceiptsProps) {
  const [byRetention, byPeople, formats] = await Promise.all([
    listReceipts(actor, { cause: "retention", cursor: removed }),
    listReceipts(actor, { cause: "people" }),
    viewerFormats(),
  ]);
  if (!byRetention.ok || !byPeople.ok) return null;
  const { rows, nextCursor } = byRetention.value;
  const people = byPeople.value.rows;
  return (
    <section
      id="removed"
      aria-labelledby="removed-title"
      className="flex min-w-0 scroll-mt-16 flex-col gap-2"
    >
      <h2 id="removed-title" className="text-lg font-semibold">
        Deletion log
      </h2>
      <div className="border-y border-line">
        <DataTable
          caption="What the retention removed from this workspace, newest first"
          columns={columnsOf(formats, timeZone)}
          rows={rows}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title={removed === undefined ? "Nothing yet" : "Nothing older"} inline>
              Requests and stored content past their retention are listed here with their number once they are
              removed.
            </EmptyState>
          }
        />
        <Pagination
          label="removals"
          firstHref={removed === undefined ? null : `${paths.privacy}#removed`}
          nextHref={nextCursor ? `${paths.privacy}?removed=${nextCursor}#removed` : null}
        />
      </div>
      {people.length > 0 ? (
        <div className="border-b border-line">
          <DataTable
            caption="Stored content that owners and admins deleted"
            captionShown
            columns={columnsOf(formats, timeZone)}
            rows={people}
            rowKey={({ id }) => id}
          />
        </div>
      ) : null}
    </section>
  );
}

function columnsOf(formats: Formats, timeZone: string): readonly Column<Receipt>[] {
  return [
    {
      id: "time",
      header: "Removed",
      rowHeader: true,
      cell: ({ createdAt, goneAt }) =>
        `${formats.moment(createdAt, timeZone)}${goneAt ? "" : " (hidden, being deleted)"}`,
    },
    { id: "subject", header: "What", cell: ({ subject }) => subjects[subject] ?? subject },
    { id: "cutoff", header: "Older than", cell: ({ cutoff }) => formats.moment(cutoff, timeZone) },
    { id: "rows", header: "Number", numeric: true, cell: ({ rows }) => formats.count(rows) },
  ];
}

const subjects: Readonly<Record<string, string>> = {
  generations: "Requests, after a retention change",
  generations_expired: "Requests past retention",
  prompt_logs: "Stored content",
  prompt_logs_range: "Stored content of some days",
  prompt_logs_expired: "Stored content past retention",
};
