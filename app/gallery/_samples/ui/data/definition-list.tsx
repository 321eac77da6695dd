import { longText, longWord, Sample } from "@/app/gallery/_components/sample";
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
