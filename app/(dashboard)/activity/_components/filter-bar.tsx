import { Chip } from "@/components/ui/actions/chip";
import { SegmentedLinks } from "@/components/ui/actions/segmented-links";
import { TextLink } from "@/components/ui/actions/text-link";
import { Row, Stack } from "@/components/ui/layout/stack";
import type { Usage } from "@/lib/activity/get-usage-chart";
import type { Facets } from "@/lib/activity/list-facets";
import {
  activityHref,
  type ActivityFilters,
  isNarrowed,
  rangePresets,
} from "@/lib/activity/rules/activity-filters";
import { dayText, earlierZones } from "@/lib/activity/rules/charts/bucket-text";
import { formatDay } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import { FilterMenu } from "./filter-menu";
import { listChips } from "./filter-chips";
import { ZoneMenu } from "./zone-menu";

type FilterBarProps = { readonly filters: ActivityFilters; readonly usage: Usage; readonly facets: Facets };

/** Range, time zone and filters of the page. Each choice is a link, so the URL holds all state. */
export function FilterBar({ filters, usage, facets }: FilterBarProps) {
  const { range, reportingZone } = usage;
  const lastDay = new Date(range.to.getTime() - 1);
  const none = { models: [], providers: [], keyIds: [], appIds: [], endUser: null, status: null };
  return (
    <Stack gap="tight">
      <Row>
        <SegmentedLinks
          label="Range"
          items={rangePresets.map((preset) => ({
            label: preset,
            href: activityHref(paths.activity, filters, { range: preset, days: null }),
            current: !filters.days && filters.range === preset,
          }))}
        />
        <FilterMenu filters={filters} facets={facets} />
        <ZoneMenu
          current={range.zone}
          reporting={reportingZone}
          links={Object.fromEntries(
            [reportingZone, "UTC"].map((zone) => [zone, zoneHref(filters, zone, reportingZone)]),
          )}
          template={activityHref(paths.activity, { ...filters, zone: "ZONE" })}
        />
      </Row>
      {isNarrowed(filters) ? (
        <Row>
          {listChips(filters, facets).map((chip) => (
            <Chip key={`${chip.name}:${chip.value}`} {...chip} />
          ))}
          <TextLink href={activityHref(paths.activity, filters, none)} tone="quiet">
            Clear all
          </TextLink>
        </Row>
      ) : null}
      <p className="text-sm text-ink-muted">
        {dayText(range.calendar, range.from)} to {dayText(range.calendar, lastDay)}, times in {range.zone}.
        {range.isZoneUnavailable
          ? ` Days more than five weeks ago are stored in UTC and the reporting time zone, ${reportingZone}, so this range is shown in the reporting time zone.`
          : ""}
        {earlierZones(range).map(({ zone, until }) => ` Days before ${until} are counted in ${zone}.`)}
        {usage.countedFrom
          ? ` With these filters, only requests since ${formatDay(usage.countedFrom, range.zone)} can be counted: older requests are no longer stored.`
          : ""}
      </p>
    </Stack>
  );
}

function zoneHref(filters: ActivityFilters, zone: string, reporting: string): string {
  return activityHref(paths.activity, filters, { zone: zone === reporting ? null : zone });
}
