import { SegmentedLinks } from "@/components/ui/actions/segmented-links";
import { TextLink } from "@/components/ui/actions/text-link";
import { activityHref, type ActivityFilters } from "@/lib/activity/rules/activity-filters";
import {
  chartViews,
  chartViewTitles,
  type Group,
  groups,
  groupTitles,
} from "@/lib/activity/rules/usage-choice";
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

/** The two tabs, and how the chart is drawn and split: on a phone in two rows, of which the tabs take the first. */
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
          <div className="flex items-center gap-1">
            <ChoiceMenu
              label="Show as"
              choices={chartViews.map((view) => ({
                label: chartViewTitles[view],
                href: href({ view }),
                current: filters.view === view,
              }))}
            />
            <GroupChoice group={filters.group} hrefOf={(group) => href({ group })} />
          </div>
        ) : null}
      </div>
      <div className="tabular flex flex-wrap items-center gap-x-4 text-sm text-ink-muted">
        {peak ? <TextLink href={peak.href}>{peak.text}</TextLink> : null}
        {pace ? <p className="max-sm:hidden">Average {pace}</p> : null}
      </div>
    </div>
  );
}

type GroupChoiceProps = { readonly group: Group; readonly hrefOf: (group: Group) => string };

/** How the chart is split: all choices in view, and on a phone, where they would take a row of their own, in a menu. */
function GroupChoice({ group: chosen, hrefOf }: GroupChoiceProps) {
  const items = groups.map((group) => ({
    label: capitalized(groupTitles[group]),
    short: `By ${groupTitles[group]}`,
    href: hrefOf(group),
    current: group === chosen,
  }));
  return (
    <>
      <div className="max-sm:hidden">
        <SegmentedLinks label="Group by" items={items} />
      </div>
      <div className="sm:hidden">
        <ChoiceMenu label="Group by" choices={items} />
      </div>
    </>
  );
}
