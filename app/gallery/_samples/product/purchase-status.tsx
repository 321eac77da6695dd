import { Sample } from "@/app/gallery/_components/sample";
import { PurchaseStatus } from "@/components/product/purchase-status";
import { Row } from "@/components/ui/layout/stack";

const labels = [
  "open",
  "declined",
  "pending",
  "credited",
  "failed",
  "expired",
  "refunded",
  "disputed",
  "dispute_lost",
] as const;

export function PurchaseStatusSamples() {
  return (
    <Sample state="All states">
      <Row>
        {labels.map((label) => (
          <PurchaseStatus key={label} label={label} />
        ))}
      </Row>
    </Sample>
  );
}
