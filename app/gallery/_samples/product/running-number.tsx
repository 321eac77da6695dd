import { Sample } from "@/app/gallery/_components/sample";
import { RunningNumber } from "@/components/product/running-number";

export function RunningNumberSamples() {
  return (
    <>
      <Sample state="Default">
        <RunningNumber number={412} />
      </Sample>
      <Sample state="Beyond six digits">
        <RunningNumber number={1_204_512} />
      </Sample>
    </>
  );
}
