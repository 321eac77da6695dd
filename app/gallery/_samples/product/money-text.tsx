import { Sample } from "@/app/gallery/_components/sample";
import { MoneyText } from "@/components/product/money-text";
import { formatChoices, formatsFor } from "@/lib/kernel/format";

export function MoneyTextSamples() {
  return formatChoices.map((choice) => (
    <Sample key={choice} state={choice}>
      <MoneyText formats={formatsFor(choice)} nanos={1_234_567_890_000_000n} />
    </Sample>
  ));
}
