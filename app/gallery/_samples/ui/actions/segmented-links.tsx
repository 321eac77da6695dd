import { longText, Sample, sampleHref } from "@/app/gallery/_components/sample";
import { SegmentedLinks } from "@/components/ui/actions/segmented-links";

export function SegmentedLinksSamples() {
  return (
    <>
      <Sample state="Default">
        <SegmentedLinks
          label="Range"
          items={[
            { label: "24 hours", href: `${sampleHref}-day`, current: false },
            { label: "7 days", href: `${sampleHref}-week`, current: true },
            { label: "30 days", href: `${sampleHref}-month`, current: false },
          ]}
        />
      </Sample>
      <Sample state="Long text">
        <SegmentedLinks
          label="Long text"
          items={[
            { label: "Short", href: `${sampleHref}-short`, current: true },
            { label: longText, href: `${sampleHref}-long`, current: false },
          ]}
        />
      </Sample>
    </>
  );
}
