import { longText, Sample } from "@/app/gallery/_components/sample";
import { ProgressBar } from "@/components/ui/feedback/progress-bar";

export function ProgressBarSamples() {
  return (
    <>
      <Sample state="Empty">
        <ProgressBar label="Empty" percent={0} text="$0.00 of $10.00" />
      </Sample>
      <Sample state="Default">
        <ProgressBar label="Default" percent={42} text="$4.20 of $10.00" note="resets Dec 1, 2026" />
      </Sample>
      <Sample state="From 80%">
        <ProgressBar label="From 80%" percent={80} text="$8.00 of $10.00" />
      </Sample>
      <Sample state="Above the limit">
        <ProgressBar label="Above the limit" percent={104} text="$10.40 of $10.00" />
      </Sample>
      <Sample state="Long text">
        <ProgressBar label="Long text" percent={42} text="$4,200,000.00 of $10,000,000.00" note={longText} />
      </Sample>
    </>
  );
}
