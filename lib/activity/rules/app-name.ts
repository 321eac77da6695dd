import type { GenerationRow } from "./generation-fields";

/** The app's display name: its title, or the host that it calls from. Null without either. */
export function appName(row: Pick<GenerationRow, "appTitle" | "appUrl">): string | null {
  return row.appTitle || row.appUrl?.replace(/^https?:\/\//, "") || null;
}
