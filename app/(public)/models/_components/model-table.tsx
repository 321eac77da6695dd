import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { ModelName } from "@/components/product/model-name";
import { MoneyText } from "@/components/product/money-text";
import { classes } from "@/components/ui/classes";
import type { ModelFilters, ModelMatch } from "@/lib/catalog/rules/model-filters";
import { modelPath } from "@/lib/catalog/rules/model-path";
import { priceDecimals } from "@/lib/catalog/rules/prices";
import { tokenLimitText } from "@/lib/catalog/rules/token-limit";
import { defaultFormats } from "@/lib/kernel/format";
import { EndpointTable } from "./endpoint-table";
import { ModelTableHead } from "./model-table-head";
import { PolicyChips } from "./policy-chips";

type ModelTableProps = { readonly matches: readonly ModelMatch[]; readonly filters: ModelFilters };

const columns = 8;

/**
 * A row per model, with its providers in a second row that a native disclosure opens: no script is needed. The roles
 * are explicit because phones show a row as a grid, which removes the browser's own table semantics.
 */
export function ModelTable({ matches, filters }: ModelTableProps) {
  const decimals = priceDecimals(matches.flatMap(({ inputNanos, outputNanos }) => [inputNanos, outputNanos]));
  return (
    <div className="@container min-w-0 border-t border-line">
      <table role="table" className="w-full border-collapse text-sm @max-[40rem]:block">
        <caption className="sr-only">
          Models with their lowest prices in US dollars per million tokens, and their providers
        </caption>
        <ModelTableHead filters={filters} />
        {matches.map((match) => (
          <ModelRows key={match.model.id} match={match} decimals={decimals} />
        ))}
      </table>
    </div>
  );
}

const phoneRow =
  "@max-[40rem]:grid @max-[40rem]:min-h-14 @max-[40rem]:grid-cols-[auto_auto_1fr_auto] @max-[40rem]:content-center @max-[40rem]:items-center @max-[40rem]:gap-x-2 @max-[40rem]:py-2";
const cell = "px-3 py-1 @max-[40rem]:p-0";
const number = `${cell} tabular text-right whitespace-nowrap`;
const price = `${number} @max-[40rem]:col-start-4 @max-[40rem]:text-base`;

function ModelRows({ match, decimals }: { readonly match: ModelMatch; readonly decimals: number }) {
  const { model, endpoints, inputNanos, outputNanos, contextLength, throughput } = match;
  const isFree = inputNanos === 0n && outputNanos === 0n;
  return (
    <tbody role="rowgroup" className="group/model border-b border-line @max-[40rem]:block">
      <tr
        role="row"
        className={classes("relative h-9 hover:bg-surface-sunken @max-[40rem]:h-auto", phoneRow)}
      >
        <th
          role="rowheader"
          scope="row"
          className={classes(
            cell,
            "pl-4 text-left text-base font-medium @max-[40rem]:col-span-3 @max-[40rem]:row-start-1",
          )}
        >
          <Link href={modelPath(model.id)} className="rounded-sm after:absolute after:inset-0">
            <ModelName id={model.id} />
          </Link>
        </th>
        <td role="cell" className={classes(cell, "@max-[40rem]:row-start-2")}>
          <Providers id={model.id} count={endpoints.length} />
        </td>
        <td role="cell" className={classes(price, "@max-[40rem]:row-start-1")}>
          <MoneyText formats={defaultFormats} nanos={inputNanos} decimals={decimals} free />
          {isFree ? null : <PhoneWord text="in" />}
        </td>
        <td
          role="cell"
          className={classes(price, "@max-[40rem]:row-start-2", isFree && "@max-[40rem]:hidden")}
        >
          <MoneyText formats={defaultFormats} nanos={outputNanos} decimals={decimals} free />
          <PhoneWord text="out" />
        </td>
        <td
          role="cell"
          className={classes(
            number,
            "@max-[40rem]:row-start-2 @max-[40rem]:text-sm @max-[40rem]:text-ink-muted",
          )}
        >
          {tokenLimitText(contextLength)}
          <span className="sr-only"> context</span>
        </td>
        <td role="cell" className={classes(cell, "text-ink-muted capitalize @max-[56rem]:hidden")}>
          {model.inputModalities.join(", ")}
        </td>
        <td role="cell" className={classes(cell, "@max-[40rem]:row-start-2 @max-[56rem]:pr-4")}>
          <PolicyChips endpoints={endpoints} />
        </td>
        <td role="cell" className={classes(number, "pr-4 text-ink-muted @max-[56rem]:hidden")}>
          {throughput === null ? "–" : `${throughput} tokens/s`}
        </td>
      </tr>
      <tr
        role="row"
        className="hidden group-has-[details[open]]/model:table-row @max-[40rem]:group-has-[details[open]]/model:block"
      >
        <td
          role="cell"
          colSpan={columns}
          className="bg-surface-sunken pb-2 @max-[40rem]:block @max-[40rem]:[--row-inset:0.75rem]"
        >
          <EndpointTable modelId={model.id} endpoints={endpoints} />
        </td>
      </tr>
    </tbody>
  );
}

/** A word that the column's head says on wide screens. */
function PhoneWord({ text }: { readonly text: string }) {
  return <span className="hidden text-sm text-ink-muted @max-[40rem]:inline">{` ${text}`}</span>;
}

/** Opens the row below. It is above the row's link, which covers the whole row. */
function Providers({ id, count }: { readonly id: string; readonly count: number }) {
  const text = `${count} ${count === 1 ? "provider" : "providers"}`;
  return (
    <details className="group/providers relative z-10 inline-block">
      <summary
        aria-label={`${text} of ${id}`}
        className="inline-flex min-h-7 list-none items-center gap-1 rounded-sm text-ink-muted hover:text-ink @max-[40rem]:text-sm [&::-webkit-details-marker]:hidden"
      >
        {text}
        <ChevronDown
          aria-hidden
          className="size-3.5 transition-transform duration-150 group-open/providers:rotate-180"
        />
      </summary>
    </details>
  );
}
