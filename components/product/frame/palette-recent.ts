import type { PaletteLink } from "./palette-entries";

const keptMax = 4;
/** In memory only: signing out loads a new document, and the next user of this browser sees nothing of it. */
let recent: readonly PaletteLink[] = [];

/** The last commands of this tab, newest first. */
export function recentLinks(): readonly PaletteLink[] {
  return recent;
}

export function noteRecent(link: PaletteLink): void {
  recent = [link, ...recent.filter(({ href }) => href !== link.href)].slice(0, keptMax);
}
