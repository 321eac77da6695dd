"use client";

import { type ReactNode, useEffect, useEffectEvent } from "react";
import { useOnDemand } from "@/components/ui/use-on-demand";

export type Notice = {
  readonly title: string;
  readonly detail?: string;
  readonly tone?: "neutral" | "danger";
  /** A button in the toast, such as "Undo". The toast closes when it is pressed. */
  readonly action?: { readonly label: string; readonly run: () => void };
};

/** Notices of before the region was there. */
const waiting: Notice[] = [];
let listener: ((notice: Notice) => void) | null = null;

/** Shows a toast, for messages without a place in the page. */
export function notify(notice: Notice): void {
  if (listener) listener(notice);
  else waiting.push(notice);
}

/** For the region: receives notices, first those that wait. Returns the function that ends it. */
export function onNotice(receive: (notice: Notice) => void): () => void {
  listener = receive;
  waiting.splice(0).forEach(receive);
  return () => {
    listener = null;
  };
}

const loadRegion = () => import("./toast-region").then(({ ToastRegion }) => ToastRegion);
const firstUse = ["pointerdown", "keydown"] as const;

/**
 * Loads the region of the toasts at the first press of a button or a key: nothing is announced before someone does
 * something, and then the region is there before the message, as screen readers need it.
 */
export function Toaster({ children }: { readonly children: ReactNode }) {
  const [ToastRegion, start] = useOnDemand(loadRegion);
  const begin = useEffectEvent(() => void start());
  const isLoaded = ToastRegion !== null;
  useEffect(() => {
    if (isLoaded) return;
    const listen = () => begin();
    for (const event of firstUse) window.addEventListener(event, listen, true);
    return () => {
      for (const event of firstUse) window.removeEventListener(event, listen, true);
    };
  }, [isLoaded]);
  return (
    <>
      {children}
      {ToastRegion ? <ToastRegion /> : null}
    </>
  );
}
