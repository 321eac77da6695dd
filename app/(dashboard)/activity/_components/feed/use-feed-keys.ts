"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import { useLetterShortcuts } from "@/components/product/frame/shortcuts";

/** The link of each row. The selector is shared by everything that moves between rows. */
export const rowLinks = "a[data-request]";

/**
 * Moves through the rows of a table with "j" and "k". Enter opens the focused row, because its link has the focus. Off
 * together with the other single-letter shortcuts.
 */
export function useFeedKeys(table: RefObject<HTMLElement | null>): void {
  const [letters] = useLetterShortcuts();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!letters || (event.key !== "j" && event.key !== "k")) return;
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
    const links = [...(table.current?.querySelectorAll<HTMLElement>(rowLinks) ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    const next = at < 0 ? links[0] : links[at + (event.key === "j" ? 1 : -1)];
    next?.focus();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, [role=dialog], [role=menu]") !== null
  );
}
