import { longText, Sample, sampleHref } from "@/app/gallery/_components/sample";
import { Chip } from "@/components/ui/actions/chip";

export function ChipSamples() {
  return (
    <>
      <Sample state="Default">
        <Chip name="Model" value="sandbox/heron-large" removeHref={sampleHref} />
      </Sample>
      <Sample state="Not applied">
        <Chip name="Key" value="unknown" removeHref={sampleHref} tone="danger" />
      </Sample>
      <Sample state="Long text">
        <Chip name="Key" value={longText} removeHref={sampleHref} />
      </Sample>
    </>
  );
}
