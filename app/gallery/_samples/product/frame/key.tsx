import { Sample } from "@/app/gallery/_components/sample";
import { Key } from "@/components/product/frame/key";
import { Row } from "@/components/ui/layout/stack";

export function KeySamples() {
  return (
    <Sample state="One letter, a sign, a word">
      <Row>
        <Key name="K" />
        <Key name="⌘" />
        <Key name="Ctrl" />
      </Row>
    </Sample>
  );
}
