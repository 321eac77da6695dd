import { Search, TriangleAlert } from "lucide-react";
import { Chip } from "@/components/ui/actions/chip";
import { TextLink } from "@/components/ui/actions/text-link";
import { Row } from "@/components/ui/layout/stack";
import { paths } from "@/lib/kernel/paths";
import type { FoundKeys } from "@/lib/keys/find-keys";
import { unusedDays } from "@/lib/keys/rules/key-condition";
import { type KeyQuery, keysHref } from "./key-query";

type KeyToolbarProps = { readonly query: KeyQuery; readonly found: FoundKeys };

/** Below this many keys one sees all at once. */
const searchFrom = 9;

/** Search for workspaces with many keys, and the risks that some keys are, each a link to them. */
export function KeyToolbar({ query, found }: KeyToolbarProps) {
  const { risks } = found;
  const { show } = query;
  const hasRisks = risks.withoutLimit + risks.unused > 0;
  if (found.all < searchFrom && !hasRisks && !show && !query.search) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      {found.all >= searchFrom || query.search ? <KeySearch query={query} /> : null}
      {show ? (
        <Row>
          <Chip
            name="Show"
            value={show === "unused" ? `Unused for ${unusedDays} days` : "No limit"}
            removeHref={keysHref(query, { show: null })}
          />
        </Row>
      ) : hasRisks ? (
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-muted">
          <TriangleAlert aria-hidden className="size-4 text-warning" />
          {risks.withoutLimit > 0 ? (
            <TextLink href={keysHref(query, { show: "no-limit" })} tone="quiet">
              {risks.withoutLimit === 1 ? "1 key has no limit" : `${risks.withoutLimit} keys have no limit`}
            </TextLink>
          ) : null}
          {risks.withoutLimit > 0 && risks.unused > 0 ? <span aria-hidden>·</span> : null}
          {risks.unused > 0 ? (
            <TextLink href={keysHref(query, { show: "unused" })} tone="quiet">
              {`${risks.unused} unused for ${unusedDays} days`}
            </TextLink>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}

/** A form that navigates, so that a search has an address. */
function KeySearch({ query }: { readonly query: KeyQuery }) {
  return (
    <form
      method="get"
      action={paths.keys}
      role="search"
      className="relative flex w-full max-w-72 items-center"
    >
      <Search aria-hidden className="pointer-events-none absolute left-2.5 size-4 text-ink-muted" />
      {query.kind === "management" ? <input type="hidden" name="kind" value="management" /> : null}
      {query.sort === "newest" ? null : <input type="hidden" name="sort" value={query.sort} />}
      <input
        type="search"
        name="q"
        aria-label="Search keys"
        placeholder="Search keys…"
        defaultValue={query.search}
        maxLength={200}
        className="h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface-raised pr-2 pl-8 text-base text-ink placeholder:text-ink-faint max-sm:h-11 max-sm:text-lg"
      />
    </form>
  );
}
