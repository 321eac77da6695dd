import { Sample } from "@/app/gallery/_components/sample";
import { MomentText } from "@/components/product/moment-text";
import { formatChoices, formatsFor } from "@/lib/kernel/format";

const at = "2026-11-21T14:05:09Z";

export function MomentTextSamples() {
  return formatChoices.map((choice) => (
    <Sample key={choice} state={choice}>
      <MomentText formats={formatsFor(choice)} at={at} zone="UTC" />
    </Sample>
  ));
}
