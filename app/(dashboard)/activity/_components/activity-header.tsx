import { PageHeader } from "@/components/ui/layout/page-header";
import { SegmentedLinks } from "@/components/ui/actions/segmented-links";
import { Row } from "@/components/ui/layout/stack";
import type { Usage } from "@/lib/activity/get-usage-chart";
import {
  activityHref,
  type ActivityFilters,
  activityQuery,
  presetChange,
  type RangePreset,
} from "@/lib/activity/rules/activity-filters";
import { rangeText } from "@/lib/activity/rules/charts/bucket-text";
import { type Calendar, dayIn } from "@/lib/activity/rules/reporting-calendar";
import { rangeDaysMax } from "@/lib/activity/rules/resolve-range";
import { moveDay } from "@/lib/activity/rules/zone-days";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { paths } from "@/lib/kernel/paths";
import { ExportMenu } from "./export-menu";
import { RangeMenu } from "./ranges/range-menu";
import { ZoneMenu } from "./ranges/zone-menu";

const presets = {
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
  "1y": "Last 12 months",
  month: "This month",
  "last-month": "Last month",
} as const satisfies Record<RangePreset, string>;
/** One click away where there is room. */
const usual = [
  ["24h", "24h"],
  ["7d", "7d"],
  ["30d", "30d"],
  ["month", "Month"],
] as const;
const presetOrder = ["1h", "24h", "7d", "30d", "90d", "month", "last-month", "1y"] as const;

type ActivityHeaderProps = {
  readonly filters: ActivityFilters;
  readonly usage: Usage;
  /** How many requests the export contains; null when they have to be counted. */
  readonly exported: bigint | null;
};

/** Title, export, range and time zone. Each choice is a link that keeps all others, so the URL holds all state. */
export async function ActivityHeader({ filters, usage, exported }: ActivityHeaderProps) {
  const formats = await viewerFormats();
  const { range, reportingZone } = usage;
  const isCustom = filters.days !== null || filters.moments !== null;
  const query = activityQuery({ ...filters, ...presetChange("7d"), bucket: null, cursor: null });
  return (
    <PageHeader
      title="Activity"
      action={
        <Row>
          <ExportMenu
            requestsHref={activityHref("/api/dashboard/activity/export", filters)}
            chartHref={activityHref("/api/dashboard/activity/chart", filters)}
            countHref={activityHref("/api/dashboard/activity/count", filters)}
            summaryHref={activityHref("/api/dashboard/activity/summary", filters)}
            lastMonth={{
              href: activityHref("/api/dashboard/activity/export", filters, presetChange("last-month")),
              name: lastMonthName(range.calendar),
            }}
            exported={exported}
          />
          <div className="max-xl:hidden">
            <SegmentedLinks
              label="Usual ranges"
              items={usual.map(([preset, label]) => ({
                label,
                href: activityHref(paths.activity, filters, presetChange(preset)),
                current: !isCustom && filters.range === preset,
              }))}
            />
          </div>
          <RangeMenu
            label={isCustom ? "Custom" : presets[filters.range]}
            detail={rangeText(range, formats)}
            presets={presetOrder.map((preset) => ({
              label: presets[preset],
              href: activityHref(paths.activity, filters, presetChange(preset)),
              current: !isCustom && filters.range === preset,
            }))}
            query={query}
            days={{
              from: dayIn(range.calendar, range.from),
              to: dayIn(range.calendar, new Date(range.to.getTime() - 1)),
            }}
            limits={dayLimits(usage)}
          />
          <ZoneMenu
            current={range.zone}
            reporting={reportingZone}
            links={Object.fromEntries(
              [reportingZone, "UTC"].map((zone) => [
                zone,
                activityHref(paths.activity, filters, { zone: zone === reportingZone ? null : zone }),
              ]),
            )}
            template={activityHref(paths.activity, filters, { zone: "ZONE" })}
          />
        </Row>
      }
    />
  );
}

/** "October 2026" */
function lastMonthName(calendar: Calendar): string {
  const month = moveDay(dayIn(calendar, new Date()), { months: -1 });
  return new Intl.DateTimeFormat("en-US", { timeZone: "UTC", month: "long", year: "numeric" }).format(
    new Date(`${month}T12:00:00Z`),
  );
}

/** The days of custom ranges: from the month of the first request until today. */
function dayLimits({ range: { calendar, from }, firstUsage }: Usage) {
  const earliest = dayIn(calendar, firstUsage && firstUsage < from ? firstUsage : from);
  return {
    first: `${earliest.slice(0, 7)}-01`,
    last: dayIn(calendar, new Date()),
    daysMax: rangeDaysMax + 1,
  };
}
