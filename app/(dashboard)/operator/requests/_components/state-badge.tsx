import { Badge } from "@/components/ui/feedback/badge";
import type { Tone } from "@/components/ui/feedback/tone";
import { type RequestStatus, stateNames } from "@/lib/data-requests/rules/request-kinds";

const tones: Readonly<Record<RequestStatus, Tone>> = {
  unconfirmed: "neutral",
  received: "info",
  acknowledged: "info",
  in_progress: "held",
  answered: "positive",
  refused: "neutral",
  account_deleted: "neutral",
};

export function StateBadge({ state }: { readonly state: RequestStatus }) {
  return <Badge tone={tones[state]}>{stateNames[state]}</Badge>;
}
