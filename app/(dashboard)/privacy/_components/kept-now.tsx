import { FigureStrip } from "@/components/ui/data/figure-strip";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { PrivacySettings } from "@/lib/kernel/privacy-settings";
import { type BoundedCount, formatBounded } from "@/lib/privacy/rules/bounded-count";
import { retentionDays } from "@/lib/privacy/rules/privacy-settings";
import { StateDot } from "./state-dot";

type Kept = BoundedCount & { readonly oldest: Date | null };

type KeptNowProps = {
  readonly generations: Kept;
  readonly promptLogs: Kept;
  readonly settings: PrivacySettings;
  readonly timeZone: string;
};

/** Answers the page's main question: what is stored about me right now? */
export async function KeptNow({ generations, promptLogs, settings, timeZone }: KeptNowProps) {
  const { retention, logPrompts, trainPaid, trainFree } = settings;
  const formats = await viewerFormats();
  const since = ({ oldest }: Kept) => (oldest ? `oldest ${formats.day(oldest, timeZone)}` : "none yet");
  const isTraining = trainPaid || trainFree;
  return (
    <FigureStrip
      label="What is kept now"
      figures={[
        {
          label: "Request metadata",
          value: <StateDot on={retention !== "none"}>{formatBounded(generations, formats)}</StateDot>,
          note:
            retention === "none"
              ? "not kept; totals and the ledger remain"
              : `kept for ${retentionDays[retention]} days · ${since(generations)}`,
        },
        {
          label: "Stored prompts and completions",
          value: (
            <StateDot on={logPrompts || promptLogs.count > 0}>{formatBounded(promptLogs, formats)}</StateDot>
          ),
          note: logPrompts
            ? `prompt logging is on · ${since(promptLogs)}`
            : promptLogs.count > 0
              ? `prompt logging is off · ${since(promptLogs)}`
              : "prompt logging is off",
        },
        {
          label: "May train on your content",
          value: <StateDot on={isTraining}>{trainers(settings)}</StateDot>,
          note: isTraining ? "endpoints that train can be used" : "endpoints that train aren't used",
        },
      ]}
    />
  );
}

function trainers({ trainPaid, trainFree }: PrivacySettings): string {
  if (trainPaid && trainFree) return "Some providers";
  if (trainPaid) return "Some paid";
  return trainFree ? "Some free" : "No one";
}
