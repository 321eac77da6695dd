import type { ReactNode } from "react";
import { MoneyText } from "@/components/product/money-text";
import { type Column, DataTable } from "@/components/ui/data/table";
import type { Endpoint } from "@/lib/catalog/rules/catalog";
import { priceDecimals, type Prices } from "@/lib/catalog/rules/prices";
import { tokenLimitText } from "@/lib/catalog/rules/token-limit";
import { defaultFormats } from "@/lib/kernel/format";
import { PolicyChips } from "./policy-chips";

type EndpointTableProps = { readonly modelId: string; readonly endpoints: readonly Endpoint[] };

/** A model's endpoints, cheapest first, with each price that differs from what it defaults to. */
export function EndpointTable({ modelId, endpoints }: EndpointTableProps) {
  const some = (test: (prices: Prices) => boolean) => endpoints.some(({ prices }) => test(prices));
  const hasCached = some(({ cached, prompt }) => cached !== prompt);
  const hasReasoning = some(({ reasoning, completion }) => reasoning !== completion);
  return (
    <DataTable
      caption={`Providers of ${modelId}; prices in US dollars per million tokens`}
      rows={endpoints}
      rowKey={(endpoint) => endpoint.id}
      columns={[
        { id: "provider", header: "Provider", rowHeader: true, cell: ({ provider }) => provider.name },
        price("prompt", "Input", endpoints, { phone: "amount", word: "in" }),
        ...(hasCached ? [price("cached", "Cached input", endpoints, { phone: "hidden" })] : []),
        price("completion", "Output", endpoints, { phone: "status", word: "out" }),
        ...(hasReasoning ? [price("reasoning", "Reasoning", endpoints, { phone: "hidden" })] : []),
        ...(some(({ request }) => request > 0n) ? [unitPrice("request", "Per request")] : []),
        ...(some(({ image }) => image > 0n) ? [unitPrice("image", "Per image")] : []),
        number("context", "Context", ({ contextLength }) => tokenLimitText(contextLength), "detail"),
        number("output", "Max output", (endpoint) => tokenLimitText(endpoint.maxCompletionTokens)),
        number("speed", "Throughput, stated", ({ throughput }) =>
          throughput === null ? "–" : `${throughput} tokens/s`,
        ),
        {
          id: "policy",
          header: "Data policy",
          phone: "detail",
          cell: (endpoint) => <PolicyChips endpoints={[endpoint]} />,
        },
      ]}
    />
  );
}

type Phone = Column<Endpoint>["phone"];

function number(
  id: string,
  header: string,
  cell: (endpoint: Endpoint) => ReactNode,
  phone: Phone = "hidden",
): Column<Endpoint> {
  return { id, header, numeric: true, cell, phone };
}

/**
 * Prices of one kind of token: all with the same number of decimals. The word stands after them where there is no column
 * head; a free endpoint says so once there.
 */
function price(
  kind: keyof Prices,
  header: string,
  endpoints: readonly Endpoint[],
  { phone, word }: { readonly phone: Phone; readonly word?: "in" | "out" },
): Column<Endpoint> {
  const decimals = priceDecimals(endpoints.map(({ prices }) => prices[kind]));
  const cell = ({ prices }: Endpoint) => {
    const isFree = prices.prompt === 0n && prices.completion === 0n;
    return (
      <span className={isFree && word === "out" ? "@max-[40rem]/table:hidden" : undefined}>
        <MoneyText formats={defaultFormats} nanos={prices[kind]} decimals={decimals} free />
        {word && !isFree ? (
          <span className="font-normal text-ink-muted @min-[40rem]/table:hidden">{` ${word}`}</span>
        ) : null}
      </span>
    );
  };
  return number(kind, header, cell, phone);
}

function unitPrice(kind: "request" | "image", header: string): Column<Endpoint> {
  return number(kind, header, ({ prices }) => (
    <MoneyText formats={defaultFormats} nanos={prices[kind]} exact free />
  ));
}
