import { TriangleAlert } from "lucide-react";
import { Banner } from "@/components/ui/feedback/banner";
import type { GenerationRow } from "@/lib/activity/rules/generation-fields";
import { statusExplanation } from "@/lib/activity/rules/status-explanation";
import { statusReason } from "@/lib/activity/rules/status-reason";

/** Why a request failed and what to do, at the top of its sheet. */
export function GenerationFailure({ generation }: { readonly generation: GenerationRow }) {
  return (
    <Banner
      tone="danger"
      icon={<TriangleAlert aria-hidden />}
      title={`Failed: ${statusReason(generation.status)}`}
    >
      {statusExplanation(generation.status)}
      {generation.costNanos === 0n ? " It was not charged." : ""}
    </Banner>
  );
}
