import { Badge } from "@/components/ui/feedback/badge";
import type { Tone } from "@/components/ui/feedback/tone";
import type { EventState, StripeEventRow } from "@/lib/operator/list-stripe-events";

const faces: Readonly<Record<EventState, { readonly tone: Tone; readonly text: string }>> = {
  received: { tone: "held", text: "Received" },
  applied: { tone: "positive", text: "Applied" },
  ignored: { tone: "neutral", text: "Ignored" },
  failing: { tone: "warning", text: "Failing" },
  dead: { tone: "danger", text: "Given up" },
};

/** The state of a stored event; red when an operator has to look at it. */
export function EventStatus({
  event,
}: {
  readonly event: Pick<StripeEventRow, "state" | "needsAttention" | "source">;
}) {
  const { tone, text } = faces[event.state];
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      <Badge tone={event.needsAttention ? "danger" : tone}>{text}</Badge>
      {event.source === "sweep" ? <Badge>Found later</Badge> : null}
    </span>
  );
}
