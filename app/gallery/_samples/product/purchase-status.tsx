import { Sample } from "@/app/gallery/_components/sample";
import { PurchaseStatus } from "@/components/product/purchase-status";
import { Row } from "@/components/ui/layout/stack";

const labels = [
  "open",
  "declined",
  "needs_confirmation",
  "not_opened",
  "pending",
  "credited",
  "failed",
  "not_credited",
  "expired",
  "partly_refunded",
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
