import { longText, Sample } from "@/app/gallery/_components/sample";
import { Disclosure } from "@/components/ui/layout/disclosure";

export function DisclosureSamples() {
  return (
    <>
      <Sample state="Default">
        <Disclosure summary="Advanced settings">
          <p>Content</p>
        </Disclosure>
      </Sample>
      <Sample state="Open">
        <Disclosure summary="Advanced settings" open>
          <p>Content</p>
        </Disclosure>
      </Sample>
      <Sample state="Long text">
        <Disclosure summary={longText} open>
          <p>{longText}</p>
        </Disclosure>
      </Sample>
    </>
  );
}
