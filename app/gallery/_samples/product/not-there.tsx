import { Sample } from "@/app/gallery/_components/sample";
import { NotThere } from "@/components/product/not-there";

export function NotThereSamples() {
  return (
    <Sample state="Default">
      <NotThere />
    </Sample>
  );
}
