import { longText, Sample } from "@/app/gallery/_components/sample";
import { CodeBlock } from "@/components/ui/data/code-block";

export function CodeBlockSamples() {
  return (
    <>
      <Sample state="Default">
        <CodeBlock label="JSON" code={'{\n  "model": "sandbox/heron-large"\n}'} />
      </Sample>
      <Sample state="Long lines">
        <CodeBlock label="curl" code={`curl http://localhost:3000/api/v1/models -H "X-Title: ${longText}"`} />
      </Sample>
    </>
  );
}
