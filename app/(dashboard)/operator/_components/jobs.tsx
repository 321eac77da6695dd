import { Moment } from "@/components/product/moment";
import { DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Stack } from "@/components/ui/layout/stack";
import { checkReadiness } from "@/lib/health/check-readiness";
import { formatInterval } from "@/lib/operator/rules/format-interval";
import { type JobRunRow, listJobRuns } from "@/lib/operator/list-job-runs";
import { Checks } from "./state";

/** The scheduled jobs, those with a problem first, and whether the installation can serve. */
export async function Jobs() {
  const [jobs, readiness] = await Promise.all([listJobRuns(), checkReadiness()]);
  return (
    <Stack gap="roomy">
      <JobTable jobs={jobs} />
      <Checks title="Installation" checks={readiness.checks} />
    </Stack>
  );
}

function JobTable({ jobs }: { readonly jobs: readonly JobRunRow[] }) {
  return (
    <DataTable
      caption="Scheduled jobs and how their last runs ended"
      rows={jobs}
      rowKey={(job) => job.name}
      empty={<EmptyState title="No runs yet">Jobs appear here after their first run.</EmptyState>}
      columns={[
        {
          id: "name",
          header: "Job",
          rowHeader: true,
          cell: (job) => <code className="font-mono text-sm break-id">{job.name}</code>,
        },
        {
          id: "state",
          header: "State",
          phone: "amount",
          cell: (job) => <JobState job={job} />,
        },
        {
          id: "every",
          header: "Every",
          phone: "detail",
          cell: (job) => (
            <>
              <span className="@min-[40rem]/table:hidden">Every </span>
              {formatInterval(job.everyMs)}
            </>
          ),
        },
        {
          id: "succeeded",
          header: "Last success",
          phone: "status",
          cell: (job) =>
            job.succeededAt ? <Moment at={job.succeededAt} zone="UTC" show="short" /> : "Never",
        },
        {
          id: "failed",
          header: "Last failure",
          phone: "hidden",
          cell: (job) => (job.failedAt ? <Moment at={job.failedAt} zone="UTC" show="short" /> : "–"),
        },
      ]}
    />
  );
}

/** Only what differs from the usual stands out. */
function JobState({ job }: { readonly job: JobRunRow }) {
  if (job.isLate) return <Badge tone="danger">Late or failing</Badge>;
  return job.succeededAt ? <span className="text-ink-muted">OK</span> : <Badge>Waiting</Badge>;
}
