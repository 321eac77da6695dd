"use client";

import { useCallback, useEffect } from "react";
import { bucketHref } from "@/components/charts/chart-data-table";
import { StackedChart } from "@/components/charts/stacked-chart";
import type { ChartModel } from "@/lib/kernel/chart-model";
import { useChoose } from "../choices";

type UsagePanelProps = {
  readonly model: ChartModel;
  /** The bucket that the requests are limited to. */
  readonly selected: number | null;
  /** The page with the requests of all buckets. */
  readonly allHref: string;
  /** The page with the requests of the bucket that begins at AT. */
  readonly bucketTemplate: string;
  /** The page with the range from FROM to TO. */
  readonly zoomTemplate: string;
};

/** What Escape closes first. */
const openPanels = ":popover-open, dialog[open], [role=dialog]:not([popover])";

/**
 * The usage chart. A click on a bar lists the requests of its time, a drag across bars becomes the range, and Escape
 * lists all requests again. A finger only points: it would otherwise leave the page at every touch.
 */
export function UsagePanel({ model, selected, allHref, bucketTemplate, zoomTemplate }: UsagePanelProps) {
  const choose = useChoose();
  const { buckets } = model;
  const select = useCallback(
    (index: number) => {
      const start = buckets[index]?.start;
      if (start === undefined || window.matchMedia("(pointer: coarse)").matches) return;
      choose(index === selected ? allHref : bucketHref(bucketTemplate, start));
    },
    [choose, buckets, selected, allHref, bucketTemplate],
  );
  const zoom = useCallback(
    (first: number, last: number) => {
      const [from, to] = [buckets[first]?.range?.from, buckets[last]?.range?.to];
      if (from === undefined || to === undefined) return;
      choose(zoomTemplate.replace("FROM", from).replace("TO", to));
    },
    [choose, buckets, zoomTemplate],
  );
  const isLimited = selected !== null;
  useEffect(() => {
    if (!isLimited) return undefined;
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere = event.defaultPrevented || document.querySelector(openPanels);
      if (event.key === "Escape" && !isElsewhere) choose(allHref);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [isLimited, allHref, choose]);
  return (
    <StackedChart
      model={model}
      syncId="activity"
      selected={selected}
      onSelect={select}
      onZoom={zoom}
      bucketTemplate={bucketTemplate}
    />
  );
}
