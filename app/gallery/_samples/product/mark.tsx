import { Sample } from "@/app/gallery/_components/sample";
import { Mark } from "@/components/product/mark";
import { Row } from "@/components/ui/layout/stack";

const sizes = [16, 20, 24, 32] as const;

export function MarkSamples() {
  return (
    <Sample state="Sizes">
      <Row>
        {sizes.map((size) => (
          <Mark key={size} size={size} />
        ))}
      </Row>
    </Sample>
  );
}
