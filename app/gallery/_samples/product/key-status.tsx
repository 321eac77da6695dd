import { Sample } from "@/app/gallery/_components/sample";
import { type KeyState, KeyStatus } from "@/components/product/key-status";
import { Row } from "@/components/ui/layout/stack";

const states: readonly KeyState[] = ["active", "disabled", "expired", "deleted", "limit_reached"];

export function KeyStatusSamples() {
  return (
    <Sample state="All states">
      <Row>
        {states.map((state) => (
          <KeyStatus key={state} state={state} />
        ))}
      </Row>
    </Sample>
  );
}
