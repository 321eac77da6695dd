import { SegmentedLinks } from "@/components/ui/actions/segmented-links";
import { activityHref, type ActivityFilters } from "@/lib/activity/rules/activity-filters";
import { chartViews, chartViewTitles, groups, groupTitles } from "@/lib/activity/rules/usage-choice";
import { paths } from "@/lib/kernel/paths";
import { ChoiceMenu } from "../choice-menu";

type ChartControlsProps = {
  readonly filters: ActivityFilters;
  /** "$0.36 a day". */
  readonly pace: string | null;
};

/** The two tabs, and how the chart is split and drawn. */
export function ChartControls({ filters, pace }: ChartControlsProps) {
  const href = (change: Partial<ActivityFilters>) => activityHref(paths.activity, filters, change);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <div className="flex flex-wrap items-center gap-1">
        <SegmentedLinks
          label="Charts"
          items={[
            { label: "Usage", href: href({ tab: "usage" }), current: filters.tab === "usage" },
            {
              label: "Errors and latency",
              href: href({ tab: "latency" }),
              current: filters.tab === "latency",
            },
          ]}
        />
        {filters.tab === "usage" ? (
          <>
            <ChoiceMenu
              label="Group by"
              choices={groups.map((group) => ({
                label: groupTitles[group],
                href: href({ group }),
                current: filters.group === group,
              }))}
            />
            <ChoiceMenu
              label="Show as"
              choices={chartViews.map((view) => ({
                label: chartViewTitles[view],
                href: href({ view }),
                current: filters.view === view,
              }))}
            />
          </>
        ) : null}
      </div>
      {pace ? <p className="tabular text-sm text-ink-muted max-sm:hidden">Average {pace}</p> : null}
    </div>
  );
}
