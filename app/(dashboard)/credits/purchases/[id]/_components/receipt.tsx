import { Mark } from "@/components/product/mark";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { PurchaseStatus } from "@/components/product/purchase-status";
import { RunningNumber } from "@/components/product/running-number";
import { TextLink } from "@/components/ui/actions/text-link";
import type { Reversals } from "@/lib/billing/list-reversals";
import type { PurchaseView } from "@/lib/billing/list-purchases";
import { methodLabel } from "@/lib/billing/rules/method-label";
import { product } from "@/lib/config/product";
import { ReceiptReversals } from "./receipt-reversals";

type ReceiptProps = {
  readonly purchase: PurchaseView;
  readonly reversals: Reversals;
  readonly paidAt: Date;
  /** Its number in the statement. */
  readonly number: number | null;
  readonly workspace: string;
  readonly timeZone: string;
};

/** A paid purchase as a counterfoil. */
export function Receipt({ purchase, reversals, paidAt, number, workspace, timeZone }: ReceiptProps) {
  const { creditsNanos, feeNanos, taxNanos, totalNanos, reversedNanos, method, label, reference } = purchase;
  return (
    <article className="stub-edge flex w-full max-w-[560px] flex-col gap-6 rounded-lg border border-line bg-surface-raised py-6 pr-6 pl-8">
      <header className="flex flex-wrap items-start justify-between gap-4">
        <div className="flex flex-col gap-1">
          <h1 className="text-xl font-semibold tracking-tight">Receipt</h1>
          {number === null ? null : <RunningNumber number={number} />}
        </div>
        <p className="inline-flex items-center gap-2 font-medium">
          <Mark size={20} /> {product.name}
        </p>
      </header>
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1.5 [&>dt]:text-ink-muted">
        <dt>Paid</dt>
        <dd>
          <Moment at={paidAt} zone={timeZone} /> <span className="break-id">{timeZone}</span>
        </dd>
        <dt>Workspace</dt>
        <dd className="break-id">{workspace}</dd>
        <dt>Method</dt>
        <dd>{method === null ? "–" : methodLabel(method)}</dd>
        <dt>State</dt>
        <dd>
          <PurchaseStatus label={label} />
        </dd>
        {reference === null ? null : (
          <>
            <dt>PO number</dt>
            <dd className="break-id">{reference}</dd>
          </>
        )}
        <dt>Purchase</dt>
        <dd className="font-mono text-xs leading-5 break-id">{purchase.id}</dd>
      </dl>
      <table className="tabular w-full border-collapse">
        <caption className="sr-only">What was paid</caption>
        <tbody>
          <Line name="Credits" nanos={creditsNanos} />
          <Line name="Service fee" nanos={feeNanos} />
          {taxNanos > 0n ? <Line name="Tax" nanos={taxNanos} /> : null}
          <tr className="total-rule border-t border-t-line-strong font-semibold">
            <th scope="row" className="py-2 text-left font-semibold">
              Total paid
            </th>
            <td className="py-2 text-right">
              <Money nanos={totalNanos} />
            </td>
          </tr>
          {reversedNanos > 0n ? <Line name="Credits taken back" nanos={-reversedNanos} /> : null}
        </tbody>
      </table>
      <ReceiptReversals reversals={reversals} totalNanos={totalNanos} timeZone={timeZone} />
      <Documents purchase={purchase} />
    </article>
  );
}

function Documents({ purchase: { invoice, receiptUrl } }: Pick<ReceiptProps, "purchase">) {
  const links = [
    { name: invoice?.number ? `Invoice ${invoice.number}` : "Invoice", href: invoice?.url },
    { name: "Invoice as PDF", href: invoice?.pdfUrl },
    { name: "Stripe’s receipt", href: receiptUrl },
  ];
  return (
    <ul aria-label="Documents" className="flex flex-wrap gap-x-4 gap-y-1">
      {links.map(({ name, href }) =>
        href ? (
          <li key={name}>
            <TextLink href={href} external>
              {name}
            </TextLink>
          </li>
        ) : null,
      )}
    </ul>
  );
}

function Line({ name, nanos }: { readonly name: string; readonly nanos: bigint }) {
  return (
    <tr>
      <th scope="row" className="py-1.5 text-left font-normal text-ink-muted">
        {name}
      </th>
      <td className="py-1.5 text-right">
        <Money nanos={nanos} />
      </td>
    </tr>
  );
}
