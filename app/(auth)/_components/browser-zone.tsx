"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/**
 * Sends the browser's time zone with the form. The field is empty, and optional, until there is a script: React, or
 * the one of plain pages (`components/plain/main.ts`).
 */
export function BrowserZone() {
  const zone = useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "",
  );
  return <input type="hidden" name="timeZone" value={zone} readOnly />;
}
