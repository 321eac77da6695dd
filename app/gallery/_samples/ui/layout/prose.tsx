import { longText, Sample, sampleHref } from "@/app/gallery/_components/sample";
import { TextLink } from "@/components/ui/actions/text-link";
import { Prose } from "@/components/ui/layout/prose";

export function ProseSamples() {
  return (
    <Sample state="Default">
      <Prose>
        <h2>Retention</h2>
        <p>
          {longText}. See the <TextLink href={sampleHref}>privacy policy</TextLink>.
        </p>
        <ul>
          <li>Metadata is kept for 30 days.</li>
          <li>{longText}</li>
        </ul>
      </Prose>
    </Sample>
  );
}
