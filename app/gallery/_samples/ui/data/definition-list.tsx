import { longText, longWord, Sample, sampleHref } from "@/app/gallery/_components/sample";
import { DefinitionList } from "@/components/ui/data/definition-list";

export function DefinitionListSamples() {
  return (
    <>
      <Sample state="Default">
        <DefinitionList
          items={[
            { term: "Credits", detail: "$10.00" },
            { term: "Fee", detail: "$0.55" },
            { term: "Total", detail: "$10.55" },
          ]}
        />
      </Sample>
      <Sample state="A term that is a link">
        <DefinitionList
          items={[{ term: "Privacy policy", termHref: sampleHref, detail: "Keeps prompts for 30 days" }]}
        />
      </Sample>
      <Sample state="Long text">
        <DefinitionList
          items={[
            { term: "Name", detail: longText },
            { term: "Email", detail: longWord },
          ]}
        />
      </Sample>
    </>
  );
}
