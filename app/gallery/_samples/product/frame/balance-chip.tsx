import { Sample } from "@/app/gallery/_components/sample";
import { BalanceChip } from "@/components/product/frame/balance-chip";

export function BalanceChipSamples() {
  return (
    <>
      <Sample state="Default">
        <BalanceChip availableNanos={9_410_000_000n} heldNanos={0n} alertBelowNanos={null} canBuy />
      </Sample>
      <Sample state="For members, who cannot buy">
        <BalanceChip availableNanos={9_999_817_500n} heldNanos={0n} alertBelowNanos={null} />
      </Sample>
      <Sample state="With held credits">
        <BalanceChip availableNanos={9_410_000_000n} heldNanos={120_000_000n} alertBelowNanos={null} />
      </Sample>
      <Sample state="Below the alert">
        <BalanceChip availableNanos={410_000_000n} heldNanos={0n} alertBelowNanos={1_000_000_000n} />
      </Sample>
      <Sample state="Negative">
        <BalanceChip availableNanos={-410_000_000n} heldNanos={0n} alertBelowNanos={null} />
      </Sample>
    </>
  );
}
