import { RetryButton } from "@/components/product/retry-button";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { SettingGroup, SettingRow } from "@/components/ui/forms/setting-row";
import { type AlertSettings, getAlertSettings } from "@/lib/alerts/alert-settings";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import type { Formats } from "@/lib/kernel/format";
import { dollarsText } from "@/lib/kernel/money";
import { attempt } from "@/lib/web/attempt";
import { EditLowBalance } from "./edit-low-balance";
import { EditMonthlySpend } from "./edit-monthly-spend";

/** When owners and admins are alerted, with a form for each alert. Members do not see it. */
export async function SpendAlerts({ actor }: { readonly actor: Actor }) {
  const read = await attempt(getAlertSettings(actor));
  if (!read.ok) {
    return (
      <FailedState title="Alerts couldn't be loaded" requestId={read.requestId} retry={<RetryButton />}>
        They are still sent.
      </FailedState>
    );
  }
  const settings = read.value;
  if (!settings) return null;
  const formats = await viewerFormats();
  const isOn = settings.lowBalanceOn !== false;
  return (
    <SettingGroup title="Alerts" description="Shown here and emailed to owners and admins who opted in.">
      <SettingRow
        title="Low-balance alert"
        consequence={lowBalanceText(settings, formats)}
        control={<EditLowBalance on={isOn} threshold={dollarsText(settings.lowBalanceNanos)} />}
      />
      <SettingRow
        title="Monthly spend alert"
        consequence={monthlyText(settings, formats)}
        control={
          <EditMonthlySpend
            amount={settings.monthlyNanos === null ? "" : dollarsText(settings.monthlyNanos)}
            steps={settings.monthlySteps}
          />
        }
      />
    </SettingGroup>
  );
}

function lowBalanceText({ lowBalanceOn, lowBalanceNanos }: AlertSettings, { dollars }: Formats): string {
  if (lowBalanceOn === false) return "Off";
  const amount = `Below ${dollars(lowBalanceNanos)}`;
  return lowBalanceOn === null ? `${amount}, once credits were purchased` : amount;
}

function monthlyText({ monthlyNanos, monthlySteps }: AlertSettings, { dollars }: Formats): string {
  if (monthlyNanos === null) return "Off";
  return `${monthlySteps.map((step) => `${step}%`).join(", ")} of ${dollars(monthlyNanos)} a month`;
}
