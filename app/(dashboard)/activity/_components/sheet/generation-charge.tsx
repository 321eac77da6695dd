import { CopyButton } from "@/components/ui/actions/copy-button";
import { CopyValue } from "@/components/ui/actions/copy-value";
import {
  type Charge,
  chargeTerm,
  chargeText,
  explainCharge,
  isExplained,
} from "@/lib/activity/rules/explain-charge";
import type { GenerationRow } from "@/lib/activity/rules/generation-fields";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Prices } from "@/lib/catalog/rules/prices";
import { dollarsText, type Nanos } from "@/lib/kernel/money";

type GenerationChargeProps = {
  readonly generation: GenerationRow;
  /** The prices at the time of the request; null when they are not known. */
  readonly prices: Prices | null;
};

/** What the request cost and why: the prices of that time × what was counted, line by line, down to the sum. */
export async function GenerationCharge({ generation, prices }: GenerationChargeProps) {
  const formats = await viewerFormats();
  const charge = explainCharge(generation, prices);
  const text = chargeText(charge, `${generation.wireId}, ${generation.model}`, formats);
  return (
    <section aria-label="Cost" className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium">How this charge is computed</h3>
        <CopyButton text={text} label="Copy calculation" variant="quiet" />
      </div>
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">Prices at the time of the request, and the amount of each part</caption>
        <tbody>
          {charge.lines.map((line) => (
            <Line
              key={line.term}
              term={line.term}
              calculation={chargeTerm(line, formats)}
              nanos={line.nanos}
            />
          ))}
          {charge.discountNanos === 0n ? null : (
            <Line term="Logging discount" calculation="1% of the sum" nanos={charge.discountNanos} />
          )}
        </tbody>
        <tfoot>
          <tr className="total-rule border-t border-line font-medium">
            <th scope="row" className="py-1.5 pr-3 text-left font-medium">
              Cost
            </th>
            <td colSpan={2} className="py-1.5 text-right">
              <Amount nanos={charge.costNanos} label="cost" />
            </td>
          </tr>
        </tfoot>
      </table>
      <p className="text-sm text-ink-muted">{footnote(charge)}</p>
    </section>
  );
}

function Line({
  term,
  calculation,
  nanos,
}: {
  readonly term: string;
  readonly calculation: string;
  readonly nanos: Nanos;
}) {
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-1.5 pr-3 text-left align-baseline font-normal whitespace-nowrap">
        {term}
      </th>
      <td className="tabular py-1.5 pr-3 align-baseline text-ink-muted">
        <Calculation text={calculation} />
      </td>
      <td className="py-1.5 text-right align-baseline whitespace-nowrap">
        <Amount nanos={nanos} label={term.toLowerCase()} />
      </td>
    </tr>
  );
}

/** Breaks only before the price, which stays in one piece. */
function Calculation({ text }: { readonly text: string }) {
  const times = text.indexOf("×");
  if (times < 0) return text;
  return (
    <>
      {text.slice(0, times)}
      <span className="whitespace-nowrap">{text.slice(times)}</span>
    </>
  );
}

async function Amount({ nanos, label }: { readonly nanos: Nanos; readonly label: string }) {
  const formats = await viewerFormats();
  return (
    <CopyValue value={dollarsText(nanos)} label={label} align="end">
      {formats.dollars(nanos, { decimals: 9 })}
    </CopyValue>
  );
}

function footnote(charge: Charge): string {
  if (charge.note) return charge.note;
  return isExplained(charge)
    ? "Prices at the time of the request. The exact sum is rounded up once to a billionth of a dollar, and the lines add up to it."
    : "The prices of that time are not known to this installation. The amounts are those that were charged.";
}
