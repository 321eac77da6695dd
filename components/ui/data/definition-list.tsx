import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/actions/text-link";

type Definition = {
  readonly term: string;
  /** Makes the term a link to a page of others. */
  readonly termHref?: string;
  readonly detail: ReactNode;
};

/** Terms and values of one subject: the parts of a price, the settings of a key. */
export function DefinitionList({ items }: { readonly items: readonly Definition[] }) {
  return (
    <dl className="flex min-w-0 flex-col divide-y divide-line">
      {items.map((item) => (
        <div
          key={item.term}
          className="flex min-h-9 flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-2"
        >
          <dt className="text-ink-muted">
            {item.termHref === undefined ? (
              item.term
            ) : (
              <TextLink href={item.termHref} external tone="quiet">
                {item.term}
              </TextLink>
            )}
          </dt>
          <dd className="tabular min-w-0 text-right break-id">{item.detail}</dd>
        </div>
      ))}
    </dl>
  );
}
