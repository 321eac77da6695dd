import { Badge } from "@/components/ui/feedback/badge";
import type { Tone } from "@/components/ui/feedback/tone";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { AutoTopUpView } from "@/lib/billing/auto-top-up/get-auto-top-up";
import { cardLabel } from "@/lib/billing/rules/auto-top-up/card-label";
import type { AutoTopUpState } from "@/lib/billing/rules/auto-top-up/state";
import { suggestedTerms } from "@/lib/billing/rules/auto-top-up/terms";
import type { Formats } from "@/lib/kernel/format";
import { AutoTopUpActions } from "./auto-top-up-actions";
import { AutoTopUpDetails } from "./auto-top-up-details";
import { AutoTopUpNotice } from "./auto-top-up-notice";
import { RefreshWhile } from "./refresh-while";

type AutoTopUpCardProps = { readonly view: AutoTopUpView; readonly timeZone: string };

/** One row with the state in a word, the terms and the buttons; below it what needs attention, and the charges. */
export async function AutoTopUpCard({ view, timeZone }: AutoTopUpCardProps) {
  const formats = await viewerFormats();
  const { state } = view;
  const face = faces[state.kind];
  return (
    <section
      id="auto-top-up"
      aria-labelledby="auto-top-up-title"
      className="flex min-w-0 scroll-mt-16 flex-col gap-3 border-y border-line py-3"
    >
      <div className="flex min-w-0 flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="flex min-w-0 flex-1 basis-48 flex-col gap-0.5">
          <h2 id="auto-top-up-title" className="font-medium">
            Auto top-up
          </h2>
          <p className="max-w-[72ch] text-sm text-ink-muted">
            <span role="status">
              {state.kind === "off" ? face.text : <Badge tone={face.tone}>{face.text}</Badge>}
            </span>
            {state.kind === "off" ? " · " : " "}
            {sentence(view, formats)}
          </p>
        </div>
        <AutoTopUpActions view={view} />
      </div>
      <AutoTopUpNotice view={view} timeZone={timeZone} formats={formats} />
      <AutoTopUpDetails view={view} timeZone={timeZone} formats={formats} />
      <RefreshWhile active={state.kind === "charging"} />
    </section>
  );
}

const faces: Record<AutoTopUpState["kind"], { readonly tone: Tone; readonly text: string }> = {
  off: { tone: "neutral", text: "Off" },
  on: { tone: "positive", text: "On" },
  charging: { tone: "held", text: "Charging" },
  waiting: { tone: "warning", text: "Declined" },
  limit_reached: { tone: "warning", text: "Monthly limit reached" },
  paused: { tone: "danger", text: "Paused" },
};

function sentence({ terms, card, totalNanos, state }: AutoTopUpView, formats: Formats): string {
  const { thresholdNanos, creditsNanos, monthlyMaxNanos } = terms ?? suggestedTerms;
  const total = state.kind === "off" ? "" : ` for ${formats.dollars(totalNanos)}`;
  const method = card && state.kind !== "off" ? `, with ${cardLabel(card)}` : "";
  return `When below ${formats.dollars(thresholdNanos)}, buy ${formats.dollars(creditsNanos)}${total}, at most ${formats.dollars(monthlyMaxNanos)} a month${method}`;
}
