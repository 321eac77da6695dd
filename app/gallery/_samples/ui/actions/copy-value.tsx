import { longWord, Sample } from "@/app/gallery/_components/sample";
import { CopyValue } from "@/components/ui/actions/copy-value";

export function CopyValueSamples() {
  return (
    <>
      <Sample state="An amount, copied exactly">
        <CopyValue value="0.547729910" label="amount">
          $0.55
        </CopyValue>
      </Sample>
      <Sample state="An ID">
        <CopyValue value="gen-1795000000-0123456789ABCDEFGHIJKL" label="ID" mono />
      </Sample>
      <Sample state="Long text">
        <CopyValue value={longWord} label="address" />
      </Sample>
    </>
  );
}
