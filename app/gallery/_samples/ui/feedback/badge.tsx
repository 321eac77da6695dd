import { Check } from "lucide-react";
import { Sample } from "@/app/gallery/_components/sample";
import { Badge } from "@/components/ui/feedback/badge";
import type { Tone } from "@/components/ui/feedback/tone";
import { Row } from "@/components/ui/layout/stack";

const tones: readonly Tone[] = ["neutral", "positive", "danger", "warning", "held", "info", "accent"];

export function BadgeSamples() {
  return (
    <>
      <Sample state="Default">
        <Row>
          {tones.map((tone) => (
            <Badge key={tone} tone={tone}>
              {tone}
            </Badge>
          ))}
        </Row>
      </Sample>
      <Sample state="With an icon">
        <Badge tone="positive" icon={<Check aria-hidden />}>
          Active
        </Badge>
      </Sample>
      <Sample state="Long text">
        <Badge tone="held">Payment received, credits pending</Badge>
      </Sample>
    </>
  );
}
