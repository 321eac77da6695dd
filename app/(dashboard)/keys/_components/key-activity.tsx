import { StackedChart } from "@/components/charts/stacked-chart";
import { RetryButton } from "@/components/product/retry-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { SkeletonChart, SkeletonRegion, SkeletonTable } from "@/components/ui/feedback/skeleton";
import { Stack } from "@/components/ui/layout/stack";
import { getUsageChart } from "@/lib/activity/get-usage-chart";
import { listGenerations } from "@/lib/activity/list-generations";
import { activityHref } from "@/lib/activity/rules/activity-filters";
import { parseActivityFilters } from "@/lib/activity/rules/parse-filters";
import { usageChartModel } from "@/lib/activity/rules/charts/usage-views";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import { paths } from "@/lib/kernel/paths";
import { attempt } from "@/lib/web/attempt";
import { KeyRequests } from "./key-requests";
import { KeySection } from "./key-section";

type KeyActivityProps = { readonly actor: Actor; readonly keyId: string; readonly timeZone: string };

const requestsMax = 10;

/** What a key spent on which models in the last 30 days, and its newest requests. */
export async function KeyActivity({ actor, keyId, timeZone }: KeyActivityProps) {
  const filters = parseActivityFilters({ range: "30d", key: keyId });
  // The line of the days before would have no name here.
  const charted = { ...filters, compares: false };
  const [usage, requests, formats] = await Promise.all([
    attempt(getUsageChart(actor, charted)),
    attempt(listGenerations(actor, filters, { limit: requestsMax })),
    viewerFormats(),
  ]);
  const href = activityHref(paths.activity, filters);
  const hasUsage = usage.ok && usage.value.rows.length > 0;
  return (
    <>
      <KeySection
        id="key-spend"
        title="Spend by model, last 30 days"
        first
        action={hasUsage ? <TextLink href={href}>View activity</TextLink> : null}
      >
        {!usage.ok ? (
          <FailedState
            title="The chart couldn't be loaded"
            requestId={usage.requestId}
            retry={<RetryButton />}
          />
        ) : hasUsage ? (
          <StackedChart model={usageChartModel(usage.value, charted, formats)} />
        ) : (
          <p className="text-ink-muted">No requests with this key in the last 30 days.</p>
        )}
      </KeySection>
      {requests.ok && requests.value.rows.length === 0 ? null : (
        <KeySection
          id="key-requests"
          title="Latest requests"
          action={<TextLink href={href}>View all requests</TextLink>}
        >
          {requests.ok ? (
            <KeyRequests rows={requests.value.rows} href={href} timeZone={timeZone} />
          ) : (
            <FailedState
              title="The requests couldn't be loaded"
              requestId={requests.requestId}
              retry={<RetryButton />}
            />
          )}
        </KeySection>
      )}
    </>
  );
}

export function KeyActivitySkeleton() {
  return (
    <SkeletonRegion label="Loading the key's activity">
      <Stack>
        <SkeletonChart />
        <SkeletonTable rows={requestsMax} />
      </Stack>
    </SkeletonRegion>
  );
}
