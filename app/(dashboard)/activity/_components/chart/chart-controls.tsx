import { SegmentedLinks } from "@/components/ui/actions/segmented-links";
import { TextLink } from "@/components/ui/actions/text-link";
import { activityHref, type ActivityFilters } from "@/lib/activity/rules/activity-filters";
import { chartViews, chartViewTitles, groups, groupTitles } from "@/lib/activity/rules/usage-choice";
import { capitalized } from "@/lib/kernel/capitalized";
import { paths } from "@/lib/kernel/paths";
import { ChoiceMenu } from "../choice-menu";

type ChartControlsProps = {
  readonly filters: ActivityFilters;
  /** "$0.36 a day". */
  readonly pace: string | null;
  /** What stands out, and the page with its requests. */
  readonly peak: { readonly text: string; readonly href: string } | null;
};

/** The two tabs, and how the chart is drawn and split: on a phone in two rows, of which the split takes the second. */
export function ChartControls({ filters, pace, peak }: ChartControlsProps) {
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
              label="Show as"
              choices={chartViews.map((view) => ({
                label: chartViewTitles[view],
                href: href({ view }),
                current: filters.view === view,
              }))}
            />
            <SegmentedLinks
              label="Group by"
              items={groups.map((group) => ({
                label: capitalized(groupTitles[group]),
                href: href({ group }),
                current: filters.group === group,
              }))}
            />
          </>
        ) : null}
      </div>
      <div className="tabular flex flex-wrap items-center gap-x-4 text-sm text-ink-muted">
        {peak ? <TextLink href={peak.href}>{peak.text}</TextLink> : null}
        {pace ? <p className="max-sm:hidden">Average {pace}</p> : null}
      </div>
    </div>
  );
}
