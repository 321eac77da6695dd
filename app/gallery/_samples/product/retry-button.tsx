import { Sample } from "@/app/gallery/_components/sample";
import { RetryButton } from "@/components/product/retry-button";

export function RetryButtonSamples() {
  return (
    <Sample state="Default">
      <RetryButton />
    </Sample>
  );
}
