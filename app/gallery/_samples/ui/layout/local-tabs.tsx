import { longText, Sample } from "@/app/gallery/_components/sample";
import { LocalTabs } from "@/components/ui/layout/local-tabs";

export function LocalTabsSamples() {
  return (
    <>
      <Sample state="Default">
        <LocalTabs
          label="Languages"
          tabs={[
            { value: "curl", label: "curl", content: <p>The snippet for curl.</p> },
            { value: "python", label: "Python", content: <p>The snippet for Python.</p> },
          ]}
        />
      </Sample>
      <Sample state="Long text">
        <LocalTabs
          label="Long text"
          tabs={[
            { value: "long", label: longText, content: <p>{longText}</p> },
            { value: "short", label: "Short", content: <p>Short</p> },
          ]}
        />
      </Sample>
    </>
  );
}
