import { longText, Sample, sampleHref } from "@/app/gallery/_components/sample";
import { Tabs } from "@/components/ui/layout/tabs";

export function TabsSamples() {
  return (
    <>
      <Sample state="Default">
        <Tabs
          label="Kinds of keys"
          tabs={[
            { label: "API keys", href: `${sampleHref}-api`, current: true, count: "12" },
            { label: "Management keys", href: `${sampleHref}-management`, current: false },
          ]}
        />
      </Sample>
      <Sample state="Long text">
        <Tabs
          label="Long text"
          tabs={[
            { label: longText, href: `${sampleHref}-long`, current: true },
            { label: "Short", href: `${sampleHref}-short`, current: false },
          ]}
        />
      </Sample>
    </>
  );
}
