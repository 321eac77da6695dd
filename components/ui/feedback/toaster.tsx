"use client";

import { type ReactNode, useEffect, useEffectEvent } from "react";
import { useOnDemand } from "@/components/ui/use-on-demand";

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
