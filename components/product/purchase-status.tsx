import { Badge } from "@/components/ui/feedback/badge";
import type { Tone } from "@/components/ui/feedback/tone";
import type { PurchaseLabel } from "@/lib/billing/rules/purchase-label";

const faces: Record<PurchaseLabel, { readonly tone: Tone; readonly text: string }> = {
  open: { tone: "neutral", text: "Not paid yet" },
  declined: { tone: "danger", text: "Card declined" },
  needs_confirmation: { tone: "warning", text: "Confirmation needed" },
  not_opened: { tone: "neutral", text: "Page not opened" },
  pending: { tone: "held", text: "Payment processing" },
  credited: { tone: "positive", text: "Credited" },
  failed: { tone: "danger", text: "Payment failed" },
  not_credited: { tone: "danger", text: "Not credited" },
  expired: { tone: "neutral", text: "Page expired" },
  partly_refunded: { tone: "warning", text: "Partly refunded" },
  refunded: { tone: "warning", text: "Refunded" },
  disputed: { tone: "danger", text: "Disputed" },
  dispute_lost: { tone: "danger", text: "Dispute lost" },
};

export function PurchaseStatus({ label }: { readonly label: PurchaseLabel }) {
  const face = faces[label];
  return <Badge tone={face.tone}>{face.text}</Badge>;
}
