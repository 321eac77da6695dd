"use client";

import { Globe } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/actions/button";
import { Menu, MenuHeading, MenuLink } from "@/components/ui/overlays/menu";

type ZoneMenuProps = {
  readonly current: string;
  readonly reporting: string;
  /** Links to the page in the time zones known to the server. */
  readonly links: Readonly<Record<string, string>>;
  /** The same link with ZONE as a placeholder, for the browser's time zone. */
  readonly template: string;
};

/** Chooses the time zone for days: the workspace's, the browser's, or UTC. It is the page's only label of the zone. */
export function ZoneMenu({ current, reporting, links, template }: ZoneMenuProps) {
  // Only the browser knows its time zone; the server renders without it.
  const own = useSyncExternalStore(neverChanges, browserZone, () => null);
  const all: Readonly<Record<string, string>> =
    own && !links[own] ? { ...links, [own]: template.replace("ZONE", own) } : links;
  return (
    <Menu
      trigger={
        <Button size="small" icon={<Globe aria-hidden />}>
          {current}
        </Button>
      }
    >
      <MenuHeading>Time zone for days</MenuHeading>
      {Object.entries(all).map(([zone, href]) => (
        <MenuLink key={zone} href={href} scroll={false} current={zone === current}>
          {zone}
          {zone === reporting ? " (reporting time zone)" : zone === own ? " (your browser)" : ""}
        </MenuLink>
      ))}
    </Menu>
  );
}

const neverChanges = () => () => undefined;
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
