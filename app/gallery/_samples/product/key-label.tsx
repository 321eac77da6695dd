import { longWord, Sample } from "@/app/gallery/_components/sample";
import { KeyLabel } from "@/components/product/key-label";

export function KeyLabelSamples() {
  return (
    <>
      <Sample state="Default">
        <KeyLabel text="sk-or-v1-3f2…9c1" />
      </Sample>
      <Sample state="Long text">
        <KeyLabel text={longWord} />
      </Sample>
    </>
  );
}
