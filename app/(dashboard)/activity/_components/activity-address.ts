"use client";

import { useSearchParams } from "next/navigation";
import { queryText } from "@/lib/activity/rules/activity-filters";
import { paths } from "@/lib/kernel/paths";

type Change = Readonly<Record<string, string | null>>;

/**
 * Builds links to this page from its address as it is now, changed in some parameters; null removes one. For parts of the
 * page that the server does not render again, such as a feed whose next page begins below rows that arrived since.
 */
export function useActivityAddress(): (change: Change) => string {
  const search = useSearchParams();
  return (change) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(change)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    const query = queryText(next);
    return query ? `${paths.activity}?${query}` : paths.activity;
  };
}
