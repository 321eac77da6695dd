"use client";

import { Ellipsis } from "lucide-react";
import { IconButton } from "@/components/ui/actions/icon-button";
import { Menu, MenuItem, MenuLink } from "@/components/ui/overlays/menu";
import type { ShownSeries } from "./use-shown-series";

type SeriesMenuProps = {
  readonly name: string;
  readonly id: string;
  readonly series: ShownSeries;
  readonly requestsHref?: string;
};

/** What can be done with a series: show it alone, leave it out, or list its requests. */
export function SeriesMenu({ name, id, series, requestsHref }: SeriesMenuProps) {
  return (
    <Menu
      trigger={
        <IconButton size="small" hideTooltip label={`Actions for ${name}`} icon={<Ellipsis aria-hidden />} />
      }
    >
      <MenuItem onSelect={() => series.isolate(id)}>
        {series.isolated === id ? "Show all" : "Show only this"}
      </MenuItem>
      <MenuItem onSelect={() => series.exclude(id)}>{series.isExcluded(id) ? "Include" : "Exclude"}</MenuItem>
      {requestsHref ? <MenuLink href={requestsHref}>View requests</MenuLink> : null}
    </Menu>
  );
}
