import { Badge } from "@/components/ui/feedback/badge";
import type { Tone } from "@/components/ui/feedback/tone";

export type PurchaseState = "open" | "pending" | "credited" | "failed" | "expired" | "refunded" | "disputed";

const faces: Record<PurchaseState, { readonly tone: Tone; readonly text: string }> = {
  open: { tone: "neutral", text: "Not paid yet" },
  pending: { tone: "held", text: "Payment received, credits pending" },
  credited: { tone: "positive", text: "Credited" },
  failed: { tone: "danger", text: "Payment failed" },
  expired: { tone: "neutral", text: "Abandoned" },
  refunded: { tone: "warning", text: "Refunded" },
  disputed: { tone: "danger", text: "Disputed" },
};

export function PurchaseStatus({ state }: { readonly state: PurchaseState }) {
  const face = faces[state];
  return <Badge tone={face.tone}>{face.text}</Badge>;
}
