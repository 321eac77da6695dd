import { Sample } from "@/app/gallery/_components/sample";
import { SnippetTabs } from "@/components/ui/data/snippet-tabs";

export function SnippetTabsSamples() {
  return (
    <Sample state="Default">
      <SnippetTabs
        label="Language"
        snippets={[
          { label: "curl", code: "curl http://localhost:3000/api/v1/models" },
          { label: "Python", code: "import openai" },
        ]}
      />
    </Sample>
  );
}
