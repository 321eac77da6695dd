import type { GenerationRow } from "./generation-fields";

/** What to call the app, or else nothing: its title, or the host that it calls from. */
export function appName(row: Pick<GenerationRow, "appTitle" | "appUrl">): string | null {
  return row.appTitle || row.appUrl?.replace(/^https?:\/\//, "") || null;
}
