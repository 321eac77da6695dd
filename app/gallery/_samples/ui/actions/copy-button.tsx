import { Sample } from "@/app/gallery/_components/sample";
import { CopyButton } from "@/components/ui/actions/copy-button";

export function CopyButtonSamples() {
  return (
    <>
      <Sample state="Default">
        <CopyButton text="copied from the gallery" label="Copy text" />
      </Sample>
      <Sample state="Primary">
        <CopyButton text="copied from the gallery" label="Copy secret" variant="primary" size="medium" />
      </Sample>
      <Sample state="Icon only">
        <CopyButton text="copied from the gallery" label="Copy" iconOnly />
      </Sample>
    </>
  );
}
