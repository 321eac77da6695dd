import { RetryButton } from "@/components/product/retry-button";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { getBalanceHistory } from "@/lib/activity/transactions/get-balance-history";
import type { Runway } from "@/lib/activity/rules/runway";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import type { Formats } from "@/lib/kernel/format";
import { columnDecimals } from "@/lib/kernel/money";
import { attempt } from "@/lib/web/attempt";
import { BalanceChart } from "./balance-chart";
import { BalanceTable, dayText } from "./balance-table";

/** The balance of the last 30 days and how long it will last. Nothing for a workspace without transactions. */
export async function BalanceHistory({ actor }: { readonly actor: Actor }) {
  const read = await attempt(getBalanceHistory(actor));
  const { days, runway } = read.ok ? read.value : { days: [], runway: null };
  if (read.ok && days.length === 0) return null;
  const formats = await viewerFormats();
  return (
    <section aria-labelledby="balance-history" className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="balance-history" className="text-base font-medium">
          Balance, last 30 days
        </h2>
        {runway ? <RunwayText runway={runway} formats={formats} /> : null}
      </div>
      {read.ok ? (
        <>
          <BalanceChart days={days} until={runway?.until ?? null} formats={formats} />
          <BalanceTable days={days} formats={formats} />
        </>
      ) : (
        <FailedState
          title="The chart couldn't be loaded"
          requestId={read.requestId}
          retry={<RetryButton />}
        />
      )}
    </section>
  );
}

/** How long the credits last, and at which pace. */
function RunwayText({ runway, formats }: { readonly runway: Runway; readonly formats: Formats }) {
  const { perDayNanos, paceDays, days, until } = runway;
  const pace =
    paceDays === 1 ? "the last day with usage" : `the average of the last ${paceDays} days with usage`;
  return (
    <p className="text-ink-muted" title={until === null ? undefined : `Until ${dayText(until, formats)}`}>
      Lasts <span className="font-medium text-ink">{lasting(days)}</span> at this pace:{" "}
      {formats.dollars(perDayNanos, { decimals: columnDecimals([perDayNanos]) })} a day, {pace}
    </p>
  );
}

function lasting(days: number | null): string {
  if (days === null) return "more than a year";
  if (days === 0) return "less than a day";
  return days === 1 ? "about 1 day" : `about ${days} days`;
}
