"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Sends the browser's time zone along, once the page is alive; before that the field is empty and nobody minds. */
export function BrowserZone() {
  const zone = useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "",
  );
  return <input type="hidden" name="timeZone" value={zone} readOnly />;
}
