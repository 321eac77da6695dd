import { Columns } from "@/components/ui/layout/stack";
import { formatDay } from "@/lib/kernel/format";
import { previewEndpoints } from "@/lib/privacy/preview-endpoints";
import type { DataSummary } from "@/lib/privacy/summarize-data";
import { LoggingForm } from "./logging-form";
import { ProviderForm } from "./provider-form";
import { RetentionForm } from "./retention-form";
import { TrainingForm } from "./training-form";

type SettingsFormsProps = {
  readonly data: DataSummary;
  readonly timeZone: string;
  readonly canChange: boolean;
};

/** Forms for the workspace's four privacy settings. */
export function SettingsForms({ data, timeZone, canChange }: SettingsFormsProps) {
  const { settings } = data;
  const since = data.logPromptsSince ? formatDay(data.logPromptsSince, timeZone) : null;
  return (
    <>
      <Columns of={2}>
        <LoggingForm logPrompts={settings.logPrompts} since={since} canChange={canChange} />
        <TrainingForm settings={settings} canChange={canChange} />
      </Columns>
      <Columns of={2}>
        <ProviderForm
          {...previewEndpoints(settings)}
          ignored={settings.ignoredProviders}
          canChange={canChange}
        />
        <RetentionForm
          retention={settings.retention}
          pending={data.retentionPending}
          removedBy={data.removedBy}
          canChange={canChange}
        />
      </Columns>
    </>
  );
}
