"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from "react";
import { isConnected } from "@/components/product/server-contact";
import { destinationsFor } from "./navigation";

const storageKey = "counterfoil.letter-shortcuts";
const changed = "counterfoil:letter-shortcuts";
const sequenceMs = 1_200;

/** Whether single-letter shortcuts are on. They can be turned off for voice dictation (WCAG 2.1.4). */
export function useLetterShortcuts(): readonly [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    (listener) => {
      window.addEventListener(changed, listener);
      return () => window.removeEventListener(changed, listener);
    },
    () => window.localStorage.getItem(storageKey) !== "off",
    () => true,
  );
  const set = (next: boolean) => {
    window.localStorage.setItem(storageKey, next ? "on" : "off");
    window.dispatchEvent(new Event(changed));
  };
  return [on, set];
}

/** "⌘" on Apple machines, "Ctrl" elsewhere and on the server. */
export function useCommandKey(): string {
  return useSyncExternalStore(
    () => () => {},
    () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl"),
    () => "Ctrl",
  );
}

type Handlers = {
  readonly isOperator: boolean;
  readonly openPalette: () => void;
  readonly openMap: () => void;
};

/** Listens on the document, since a shortcut belongs to no element. */
export function useShortcuts({ isOperator, openPalette, openMap }: Handlers): void {
  const router = useRouter();
  const [letters] = useLetterShortcuts();
  const goPressedAt = useRef(0);

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
      return;
    }
    if (!letters || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "?") openMap();
    const destination = destinationsFor(isOperator).find((one) => one.letter === event.key);
    const isSequence = event.timeStamp - goPressedAt.current < sequenceMs;
    // Without a connection the browser would replace the page by its own error page.
    if (destination && isSequence && isConnected()) router.push(destination.href);
    goPressedAt.current = event.key === "g" ? event.timeStamp : 0;
  });

  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

/** True in a field or an open dialog, where letters are input rather than shortcuts. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.closest("input, textarea, select, [role=dialog], [role=menu]") !== null
  );
}
