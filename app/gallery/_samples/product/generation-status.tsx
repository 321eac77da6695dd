import { Sample } from "@/app/gallery/_components/sample";
import { GenerationStatus } from "@/components/product/generation-status";
import { Row } from "@/components/ui/layout/stack";

export function GenerationStatusSamples() {
  return (
    <Sample state="Succeeded, canceled, failed">
      <Row>
        <GenerationStatus status={200} cancelled={false} />
        <GenerationStatus status={200} cancelled />
        <GenerationStatus status={503} cancelled={false} />
      </Row>
    </Sample>
  );
}
