import { Sample } from "@/app/gallery/_components/sample";
import { KeyCondition } from "@/components/product/key-condition";

export function KeyConditionSamples() {
  return (
    <Sample state="Every tone">
      <p className="flex flex-wrap gap-4">
        <KeyCondition text="Active" tone="positive" />
        <KeyCondition text="Never used" tone="neutral" />
        <KeyCondition text="Limit 82%" tone="warning" />
        <KeyCondition text="Expired" tone="danger" />
      </p>
    </Sample>
  );
}
