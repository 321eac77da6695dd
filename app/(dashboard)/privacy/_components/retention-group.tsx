import { Badge } from "@/components/ui/feedback/badge";
import { SettingGroup } from "@/components/ui/forms/setting-row";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Formats } from "@/lib/kernel/format";
import type { Retention } from "@/lib/kernel/privacy-settings";
import { type BoundedCount, formatBounded, removalSentence } from "@/lib/privacy/rules/bounded-count";
import { retentionDays } from "@/lib/privacy/rules/privacy-settings";
import { removalPhrase } from "@/lib/privacy/rules/removal";
import type { DataSummary } from "@/lib/privacy/summarize-data";
import { type Removal, RetentionSetting } from "./retention-setting";

type RetentionGroupProps = {
  readonly data: DataSummary;
  readonly timeZone: string;
  readonly canChange: boolean;
};

/** How long requests are kept, with what each choice would delete. */
export async function RetentionGroup({ data, timeZone, canChange }: RetentionGroupProps) {
  const { retention } = data.settings;
  const formats = await viewerFormats();
  // Who cannot change it is not asked.
  const removals = canChange ? removalsOf(data, { timeZone, formats }) : {};
  const hint = (value: Retention, otherwise: string) =>
    value === retention
      ? "Current."
      : removals[value]
        ? removalSentence(countOf(data, value), formats)
        : otherwise;
  return (
    <SettingGroup id="retention" title="Retention">
      {data.retentionPending ? (
        <p>
          <Badge tone="info">Updating older requests</Badge>
        </p>
      ) : null}
      <RetentionSetting
        retention={retention}
        options={[
          { value: "d30", label: "30 days", hint: hint("d30", "The default.") },
          { value: "d90", label: "90 days", hint: hint("d90", "More history in the feed and in exports.") },
          { value: "none", label: "None", hint: hint("none", "Requests are never stored.") },
        ]}
        removals={removals}
        exportHref={`/api/dashboard/activity/export?range=${retention === "d90" ? "90d" : "30d"}`}
        canChange={canChange}
      />
    </SettingGroup>
  );
}

function countOf({ removedBy }: DataSummary, to: Retention): BoundedCount {
  return to === "none" ? removedBy.none : removedBy.d30;
}

type Written = { readonly timeZone: string; readonly formats: Formats };

/** What each shorter retention deletes; choices that delete nothing are absent. */
function removalsOf(data: DataSummary, written: Written): Partial<Record<Retention, Removal>> {
  const shorter = (["d30", "none"] as const).filter(
    (to) => retentionDays[to] < retentionDays[data.settings.retention] && countOf(data, to).count > 0,
  );
  return Object.fromEntries(shorter.map((to) => [to, removalOf(data, to, written)]));
}

function removalOf(data: DataSummary, to: "d30" | "none", { timeZone, formats }: Written): Removal {
  const count = countOf(data, to);
  const requests = `${formatBounded(count, formats)} ${count.count === 1 ? "request" : "requests"}`;
  const { oldest } = data.generations;
  const content = data.promptLogs.count;
  return {
    requests,
    phrase: removalPhrase(count, formats),
    countedAt: data.countedAt.toISOString(),
    facts: [
      `${removalSentence(count, formats)}${oldest ? ` The oldest is from ${formats.day(oldest, timeZone)}.` : ""}`,
      ...(to === "none"
        ? ["Requests that arrive until you confirm are deleted too, and Activity stays empty from then on."]
        : []),
      ...(to === "none" && content > 0
        ? [`The stored content of ${formatBounded(data.promptLogs, formats)} of them is deleted with them.`]
        : []),
      "This can't be undone.",
    ],
  };
}
