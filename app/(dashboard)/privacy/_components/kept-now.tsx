import { FigureStrip } from "@/components/ui/data/figure-strip";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { PrivacySettings } from "@/lib/kernel/privacy-settings";
import { type BoundedCount, formatBounded } from "@/lib/privacy/rules/bounded-count";
import { retentionDays } from "@/lib/privacy/rules/privacy-settings";
import type { DataSummary } from "@/lib/privacy/summarize-data";
import { StateDot } from "./state-dot";

type Kept = BoundedCount & { readonly oldest: Date | null };

type KeptNowProps = {
  readonly of: DataSummary["of"];
  readonly generations: Kept;
  readonly promptLogs: Kept;
  readonly settings: PrivacySettings;
  readonly timeZone: string;
};

/** Answers the page's main question: what is stored about me right now? */
export async function KeptNow({ of, generations, promptLogs, settings, timeZone }: KeptNowProps) {
  const { retention, logPrompts, trainPaid, trainFree, mayPublish } = settings;
  const formats = await viewerFormats();
  const since = ({ oldest }: Kept) => (oldest ? `oldest ${formats.day(oldest, timeZone)}` : "none yet");
  const isTraining = trainPaid || trainFree;
  return (
    <FigureStrip
      label="What is kept now"
      figures={[
        {
          label: of === "member" ? "Metadata of your requests" : "Request metadata",
          value: <StateDot on={retention !== "none"}>{formatBounded(generations, formats)}</StateDot>,
          note:
            retention === "none"
              ? "not kept; totals and the ledger remain"
              : `kept for ${retentionDays[retention]} days · ${since(generations)}`,
        },
        {
          label: "Stored prompts and completions",
          value: (
            <StateDot on={logPrompts || promptLogs.count > 0}>
              {of === "workspace" ? formatBounded(promptLogs, formats) : logPrompts ? "On" : "Off"}
            </StateDot>
          ),
          // How much is stored is for owners and admins, who can read it.
          note: `prompt logging is ${logPrompts ? "on" : "off"}${
            of === "workspace" && (logPrompts || promptLogs.count > 0) ? ` · ${since(promptLogs)}` : ""
          }`,
        },
        {
          label: "May train on or publish your content",
          value: <StateDot on={isTraining || mayPublish}>{users(settings)}</StateDot>,
          note: usersNote(isTraining, mayPublish),
        },
      ]}
    />
  );
}

function users({ trainPaid, trainFree, mayPublish }: PrivacySettings): string {
  if (trainPaid && trainFree) return "Some providers";
  if (trainPaid) return "Some paid";
  if (trainFree) return "Some free";
  return mayPublish ? "Some providers" : "No one";
}

function usersNote(isTraining: boolean, mayPublish: boolean): string {
  if (isTraining && mayPublish) return "endpoints that train or may publish can be used";
  if (mayPublish) return "endpoints that may publish can be used";
  return isTraining ? "endpoints that train can be used" : "endpoints that do either aren't used";
}
