import { Sample } from "@/app/gallery/_components/sample";
import { Money } from "@/components/product/money";

export function MoneySamples() {
  return (
    <>
      <Sample state="Default">
        <Money nanos={972_318_604n} />
      </Sample>
      <Sample state="Exact">
        <Money nanos={972_318_604n} exact />
      </Sample>
      <Sample state="Signed, negative, zero">
        <p>
          <Money nanos={10_000_000_000n} signed /> · <Money nanos={-10_000_000_000n} signed /> ·{" "}
          <Money nanos={0n} />
        </p>
      </Sample>
      <Sample state="Equal decimals, rounded down, below the precision, free">
        <p>
          <Money nanos={331_205n} decimals={6} /> · <Money nanos={999_817_500n} floor /> ·{" "}
          <Money nanos={-1_000n} decimals={4} signed /> · <Money nanos={1_000n} decimals={4} signed /> ·{" "}
          <Money nanos={0n} free />
        </p>
      </Sample>
      <Sample state="Largest amount">
        <Money nanos={9_223_372_036_854_775_807n} exact />
      </Sample>
    </>
  );
}
