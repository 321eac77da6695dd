import { Chip } from "@/components/ui/actions/chip";
import { TextLink } from "@/components/ui/actions/text-link";
import { Stack } from "@/components/ui/layout/stack";
import type { Usage } from "@/lib/activity/get-usage-chart";
import type { Facets } from "@/lib/activity/list-facets";
import {
  activityHref,
  type ActivityFilters,
  activityQuery,
  noFilters,
} from "@/lib/activity/rules/activity-filters";
import { earlierZones } from "@/lib/activity/rules/charts/bucket-text";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Formats } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import { ChoiceMenu } from "../choice-menu";
import { listChips } from "./filter-chips";
import { filterDimensions } from "./filter-dimensions";
import { FilterMenu } from "./filter-menu";

type FilterBarProps = {
  readonly filters: ActivityFilters;
  readonly usage: Usage;
  /** Null: they could not be read. */
  readonly facets: Facets | null;
};

/** The filters of the page as chips, what it is compared with, and what the sums do not contain. */
export async function FilterBar({ filters, usage, facets }: FilterBarProps) {
  const formats = await viewerFormats();
  const chips = listChips(filters, { usage, facets, formats });
  const notes = listNotes(usage, formats);
  const compare = (compares: boolean) => ({
    label: compares ? "Previous period" : "Nothing",
    short: compares ? "vs. previous period" : "No comparison",
    href: activityHref(paths.activity, filters, { compares }),
    current: filters.compares === compares,
  });
  return (
    <Stack gap="tight">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
          <FilterMenu
            dimensions={filterDimensions(filters, facets)}
            query={activityQuery({ ...filters, cursor: null })}
          />
          {chips.map((chip) => (
            <Chip key={`${chip.name}:${chip.value}`} {...chip} />
          ))}
          {chips.length > 0 ? (
            <TextLink href={activityHref(paths.activity, filters, noFilters)} tone="quiet">
              Clear all
            </TextLink>
          ) : null}
        </div>
        <ChoiceMenu label="Compare with" align="end" choices={[compare(true), compare(false)]} />
      </div>
      {notes.length > 0 ? <p className="text-sm text-ink-muted">{notes.join(" ")}</p> : null}
    </Stack>
  );
}

function listNotes({ range, reportingZone, countedFrom }: Usage, formats: Formats): readonly string[] {
  const unavailable = `Days more than five weeks ago are stored in UTC and the reporting time zone, ${reportingZone}, so this range is shown in the reporting time zone.`;
  return [
    ...(range.isZoneUnavailable ? [unavailable] : []),
    ...earlierZones(range, formats).map(({ zone, until }) => `Days before ${until} are counted in ${zone}.`),
    ...(countedFrom
      ? [
          `With these filters, only requests since ${formats.day(countedFrom, range.zone)} can be counted: older requests are no longer stored.`,
        ]
      : []),
  ];
}
