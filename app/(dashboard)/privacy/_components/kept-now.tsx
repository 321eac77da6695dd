import { FigureCard } from "@/components/ui/data/figure-card";
import { Columns } from "@/components/ui/layout/stack";
import { formatDay } from "@/lib/kernel/format";
import { type BoundedCount, formatBounded } from "@/lib/privacy/rules/bounded-count";

type KeptNowProps = {
  readonly generations: BoundedCount & { readonly oldest: Date | null };
  readonly promptLogs: BoundedCount & { readonly oldest: Date | null };
  readonly settings: {
    readonly logPrompts: boolean;
    readonly trainPaid: boolean;
    readonly trainFree: boolean;
    readonly retention: string;
  };
  readonly timeZone: string;
};

/** Answers the page's main question: what is stored about me right now? */
export function KeptNow({ generations, promptLogs, settings, timeZone }: KeptNowProps) {
  const since = (oldest: Date | null) =>
    oldest ? `The oldest is from ${formatDay(oldest, timeZone)}.` : null;
  return (
    <Columns of={3}>
      <FigureCard
        label="Request metadata"
        value={formatBounded(generations)}
        note={
          settings.retention === "none"
            ? "Requests aren't stored. Totals and the ledger remain."
            : (since(generations.oldest) ?? "No requests yet.")
        }
      />
      <FigureCard
        label="Stored prompts and completions"
        value={formatBounded(promptLogs)}
        note={
          settings.logPrompts
            ? "Prompt logging is on: later requests are stored, encrypted."
            : (since(promptLogs.oldest) ?? "None of your content is stored.")
        }
      />
      <FigureCard
        label="May train on your content"
        value={trainers(settings)}
        note={trainingNote(settings)}
      />
    </Columns>
  );
}

function trainers({ trainPaid, trainFree }: KeptNowProps["settings"]): string {
  if (trainPaid && trainFree) return "Some providers";
  if (trainPaid) return "Some paid";
  return trainFree ? "Some free" : "No one";
}

function trainingNote({ trainPaid, trainFree }: KeptNowProps["settings"]): string {
  if (!trainPaid && !trainFree) return "Endpoints that train, or whose policy is unknown, are not used.";
  return "You allow endpoints that train on inputs.";
}
