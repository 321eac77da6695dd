import { longText, Sample, sampleHref } from "@/app/gallery/_components/sample";
import { TextLink } from "@/components/ui/actions/text-link";

export function TextLinkSamples() {
  return (
    <>
      <Sample state="Default">
        <p>
          Read the <TextLink href={sampleHref}>API reference</TextLink>.
        </p>
      </Sample>
      <Sample state="Quiet">
        <p>
          Created by{" "}
          <TextLink href={sampleHref} tone="quiet">
            Ada Lovelace
          </TextLink>
          .
        </p>
      </Sample>
      <Sample state="External">
        <p>
          Open the{" "}
          <TextLink href={sampleHref} external>
            receipt
          </TextLink>
          .
        </p>
      </Sample>
      <Sample state="Long text">
        <TextLink href={sampleHref}>{longText}</TextLink>
      </Sample>
    </>
  );
}
