import { longWord, Sample } from "@/app/gallery/_components/sample";
import { ModelName } from "@/components/product/model-name";

export function ModelNameSamples() {
  return (
    <>
      <Sample state="Default">
        <ModelName id="sandbox/quill-large:free" />
      </Sample>
      <Sample state="With its provider">
        <ModelName id="sandbox/heron-large" provider="Sandbox" />
      </Sample>
      <Sample state="Long text">
        <ModelName id={`sandbox/${longWord}`} provider={longWord} />
      </Sample>
    </>
  );
}
