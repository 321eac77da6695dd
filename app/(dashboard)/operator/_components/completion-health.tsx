import { type ReactNode, useId } from "react";
import { DataTable } from "@/components/ui/data/table";
import { Stack } from "@/components/ui/layout/stack";
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
      ? "None now"
      : `${formats.count(count)} in total, the oldest since ${moment(new Date(Math.min(...oldest)))}`;
  return (
    <Section
      title="Running completions"
      summary={summary}
      description="Credits held by a process without a heartbeat for 30 seconds are released."
      isEmpty={count === 0}
    >
      <DataTable
        caption="Processes with running completions"
        rows={processes}
        rowKey={(process) => process.processId}
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
    </Section>
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
    <Section
      title={title}
      summary={summaryOf(rows.length)}
      description={description}
      isEmpty={rows.length === 0}
    >
      <DataTable
        caption={`${title}, by day`}
        rows={rows}
        rowKey={(row) => row.day}
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
    </Section>
  );
}

async function Capped({ count }: { readonly count: number }) {
  const formats = await viewerFormats();
  return (
    <Section
      title="Capped usage"
      summary={summaryOf(count)}
      description="The provider reported more tokens than possible, so the charge was capped. Requests without a stored record aren't counted."
      isEmpty={count === 0}
    >
      <p className="py-3">
        {formats.count(count)} {count === 1 ? "completion" : "completions"} in the last {days} days. Compare
        the provider’s invoice with your records.
      </p>
    </Section>
  );
}

const summaryOf = (count: number) => (count === 0 ? `None in the last ${days} days` : null);

type SectionProps = {
  readonly title: string;
  /** The state in words, on the line of the title. */
  readonly summary: string | null;
  readonly description: string;
  /** Leaves out the children: the summary has said it. */
  readonly isEmpty: boolean;
  readonly children: ReactNode;
};

function Section({ title, summary, description, isEmpty, children }: SectionProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-col gap-0.5">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h2 id={heading} className="text-lg font-semibold">
            {title}
          </h2>
          {summary ? <p className="text-ink-muted">{summary}</p> : null}
        </div>
        <p className="max-w-[72ch] text-ink-muted">{description}</p>
      </div>
      {isEmpty ? null : <div className="border-y border-line">{children}</div>}
    </section>
  );
}
