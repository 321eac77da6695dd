import { ListFilter } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/actions/button";
import { Popover } from "@/components/ui/overlays/popover";
import type { Facet, Facets } from "@/lib/activity/list-facets";
import { activityHref, activityQuery, type ActivityFilters } from "@/lib/activity/rules/activity-filters";
import { formatCount } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";

type FilterMenuProps = { readonly filters: ActivityFilters; readonly facets: Facets };

/** Links that filter by values used in the range, and forms for custom dates and an end user. */
export function FilterMenu({ filters, facets }: FilterMenuProps) {
  const add = (field: "models" | "providers" | "keyIds" | "appIds") => (value: string) =>
    activityHref(paths.activity, filters, { [field]: [...new Set([...filters[field], value])] });
  return (
    <Popover
      trigger={
        <Button size="small" icon={<ListFilter aria-hidden />}>
          Filter
        </Button>
      }
      title="Filter by"
    >
      <div className="flex max-h-[60dvh] flex-col gap-4 overflow-y-auto">
        <FacetList title="Model" facets={facets.models} hrefOf={add("models")} />
        <FacetList title="Provider" facets={facets.providers} hrefOf={add("providers")} />
        <FacetList title="Key" facets={facets.keys} hrefOf={add("keyIds")} />
        <FacetList title="App" facets={facets.apps} hrefOf={add("appIds")} />
        <div className="flex flex-col gap-1">
          <p className="text-sm font-medium text-ink-muted">Status</p>
          <FacetLink href={activityHref(paths.activity, filters, { status: "ok" })} name="OK" />
          <FacetLink href={activityHref(paths.activity, filters, { status: "error" })} name="Failed" />
        </div>
        <GetForm filters={{ ...filters, endUser: null }} button="Show end user">
          <label className="flex flex-col gap-1 text-sm text-ink-muted">
            End user
            <input
              name="user"
              defaultValue={filters.endUser ?? ""}
              maxLength={256}
              className={inputClasses}
            />
          </label>
        </GetForm>
        <GetForm filters={{ ...filters, days: null }} button="Show these days">
          <div className="grid grid-cols-2 gap-2">
            <label className="flex flex-col gap-1 text-sm text-ink-muted">
              From
              <input
                type="date"
                name="from"
                defaultValue={filters.days?.from}
                required
                className={inputClasses}
              />
            </label>
            <label className="flex flex-col gap-1 text-sm text-ink-muted">
              To
              <input
                type="date"
                name="to"
                defaultValue={filters.days?.to}
                required
                className={inputClasses}
              />
            </label>
          </div>
        </GetForm>
      </div>
    </Popover>
  );
}

const inputClasses =
  "h-9 min-w-0 rounded-md border border-line-strong bg-surface px-2 text-base text-ink max-sm:h-11";

type FacetListProps = {
  readonly title: string;
  readonly facets: readonly Facet[];
  readonly hrefOf: (value: string) => string;
};

function FacetList({ title, facets, hrefOf }: FacetListProps) {
  if (facets.length === 0) return null;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="text-sm font-medium text-ink-muted">{title}</p>
      {facets.map(({ value, name, requests }) => (
        <FacetLink key={value} href={hrefOf(value)} name={name} count={formatCount(requests)} />
      ))}
    </div>
  );
}

function FacetLink({
  href,
  name,
  count,
}: {
  readonly href: string;
  readonly name: string;
  readonly count?: string;
}) {
  return (
    <Link
      href={href}
      scroll={false}
      className="flex min-h-8 items-center justify-between gap-3 rounded-sm px-2 hover:bg-surface-sunken max-sm:min-h-11"
    >
      <span className="truncate">{name}</span>
      <span className="tabular text-sm text-ink-muted">{count}</span>
    </Link>
  );
}

type GetFormProps = {
  readonly filters: ActivityFilters;
  readonly button: string;
  readonly children: React.ReactNode;
};

/** A form that navigates: the other filters are hidden fields. */
function GetForm({ filters, button, children }: GetFormProps) {
  const kept = [...new URLSearchParams(activityQuery({ ...filters, cursor: null }))];
  return (
    <form method="get" action={paths.activity} className="flex flex-col gap-2 border-t border-line pt-3">
      {kept.map(([name, value]) => (
        <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
      ))}
      {children}
      <Button type="submit" size="small">
        {button}
      </Button>
    </form>
  );
}
