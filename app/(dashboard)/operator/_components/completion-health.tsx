import { DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Card } from "@/components/ui/layout/card";
import { Columns, Stack } from "@/components/ui/layout/stack";
import { countCappedUsage } from "@/lib/activity/count-capped-usage";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { type RunningCompletions, runningCompletions } from "@/lib/ledger/count-running";
import { unaccountedByDay } from "@/lib/ledger/list-unaccounted";
import { lostContentsByDay } from "@/lib/privacy/list-lost-contents";

const days = 30;

/** The gateway's running completions, and its failures of the last thirty days. */
export async function CompletionHealth() {
  const [running, unaccounted, lostContents, capped] = await Promise.all([
    runningCompletions(),
    unaccountedByDay(days),
    lostContentsByDay(days),
    countCappedUsage(days),
  ]);
  return (
    <Stack gap="roomy">
      <Running processes={running} />
      <Columns of={2}>
        <ByDay
          title="Unaccounted completions"
          description="The process ended before billing, or the provider's response was cut off, unreadable, or became an error. The provider may charge you; no workspace was charged, or only for the prompt."
          rows={unaccounted}
          worst
        />
        <ByDay
          title="Content that could not be stored"
          description="Completed, billed requests with prompt logging on whose content is missing."
          rows={lostContents}
        />
      </Columns>
      <Capped count={capped} />
    </Stack>
  );
}

async function Running({ processes }: { readonly processes: readonly RunningCompletions[] }) {
  const formats = await viewerFormats();
  const moment = (at: Date) => formats.moment(at, "UTC");
  const count = processes.reduce((sum, process) => sum + process.count, 0);
  const oldest = processes.map(({ oldestAt }) => oldestAt.getTime());
  const summary =
    count === 0
      ? ""
      : `${formats.count(count)} in total, the oldest since ${moment(new Date(Math.min(...oldest)))}. `;
  return (
    <Card
      title="Running completions"
      description={`${summary}Credits held by a process without a heartbeat for 30 seconds are released. Times are in UTC.`}
    >
      <DataTable
        caption="Processes with running completions"
        rows={processes}
        rowKey={(process) => process.processId}
        empty={
          <EmptyState title="No running completions">Completions appear here while they run.</EmptyState>
        }
        columns={[
          {
            id: "process",
            header: "Process",
            rowHeader: true,
            cell: (process) => <code className="font-mono text-sm break-id">{process.processId}</code>,
          },
          { id: "count", header: "Running", numeric: true, cell: (process) => formats.count(process.count) },
          {
            id: "held",
            header: "Held",
            numeric: true,
            cell: (process) => formats.dollars(process.heldNanos),
          },
          { id: "oldest", header: "Oldest", cell: (process) => moment(process.oldestAt) },
          { id: "heartbeat", header: "Last heartbeat", cell: (process) => moment(process.heartbeatAt) },
          { id: "started", header: "Started", cell: (process) => moment(process.startedAt) },
        ]}
      />
    </Card>
  );
}

type DayRow = { readonly day: string; readonly count: number; readonly worstNanos?: bigint };

type ByDayProps = {
  readonly title: string;
  readonly description: string;
  readonly rows: readonly DayRow[];
  /** Shows their maximum cost. */
  readonly worst?: boolean;
};

async function ByDay({ title, description, rows, worst }: ByDayProps) {
  const formats = await viewerFormats();
  return (
    <Card title={title} description={`${description} Days are in UTC.`}>
      <DataTable
        caption={`${title}, by day`}
        rows={rows}
        rowKey={(row) => row.day}
        empty={none}
        columns={[
          { id: "day", header: "Day", rowHeader: true, cell: (row) => formats.day(new Date(row.day), "UTC") },
          { id: "count", header: "Completions", numeric: true, cell: (row) => formats.count(row.count) },
          ...(worst
            ? [
                {
                  id: "worst",
                  header: "Maximum cost",
                  numeric: true,
                  cell: (row: DayRow) => formats.dollars(row.worstNanos ?? 0n),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

async function Capped({ count }: { readonly count: number }) {
  const formats = await viewerFormats();
  return (
    <Card
      title="Capped usage"
      description="The provider reported more tokens than possible, so the charge was capped. Requests without a stored record aren't counted."
    >
      {count === 0 ? (
        none
      ) : (
        <p>
          {formats.count(count)} {count === 1 ? "completion" : "completions"} in the last {days} days. Compare
          the provider’s invoice with your records.
        </p>
      )}
    </Card>
  );
}

const none = (
  <EmptyState title={`None in the last ${days} days`}>Nothing needs your attention here.</EmptyState>
);
