import { Badge } from "@/components/ui/feedback/badge";
import type { Tone } from "@/components/ui/feedback/tone";
import { Card } from "@/components/ui/layout/card";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { AutoTopUpView } from "@/lib/billing/auto-top-up/get-auto-top-up";
import { cardLabel } from "@/lib/billing/rules/auto-top-up/card-label";
import type { AutoTopUpState } from "@/lib/billing/rules/auto-top-up/state";
import type { Formats } from "@/lib/kernel/format";
import { AutoTopUpActions } from "./auto-top-up-actions";
import { AutoTopUpDetails } from "./auto-top-up-details";
import { AutoTopUpNotice } from "./auto-top-up-notice";
import { RefreshWhile } from "./refresh-while";

type AutoTopUpCardProps = { readonly view: AutoTopUpView; readonly timeZone: string };

/** One sentence with the terms, the state in a word, what needs attention, and the buttons for it. */
export async function AutoTopUpCard({ view, timeZone }: AutoTopUpCardProps) {
  const formats = await viewerFormats();
  const { state } = view;
  const face = faces[state.kind];
  return (
    <Card
      id="auto-top-up"
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          Auto top-up
          <span role="status">
            <Badge tone={face.tone}>{face.text}</Badge>
          </span>
        </span>
      }
      description={sentence(view, formats)}
      action={<AutoTopUpActions view={view} />}
    >
      <AutoTopUpNotice view={view} timeZone={timeZone} formats={formats} />
      <AutoTopUpDetails view={view} timeZone={timeZone} formats={formats} />
      <RefreshWhile active={state.kind === "charging"} />
    </Card>
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
  if (!terms) return "Buys credits with a saved card when the balance runs low.";
  const { thresholdNanos, creditsNanos, monthlyMaxNanos } = terms;
  const total = state.kind === "off" ? "" : ` for ${formats.dollars(totalNanos)}`;
  const method = card && state.kind !== "off" ? `, with ${cardLabel(card)}` : "";
  return `When below ${formats.dollars(thresholdNanos)}, buy ${formats.dollars(creditsNanos)}${total}, at most ${formats.dollars(monthlyMaxNanos)} a month${method}`;
}
