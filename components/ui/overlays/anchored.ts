"use client";

import { type RefObject, useEffect, useEffectEvent, useId, useLayoutEffect, useRef, useState } from "react";
import { type Align, keepBeside, type Side } from "./beside";

/** What a trigger gets; the browser itself opens and closes the panel. */
export type TriggerProps = {
  readonly popoverTarget?: string;
  readonly "aria-haspopup"?: "menu" | "dialog";
  readonly "aria-expanded"?: boolean;
};

type Anchored = {
  readonly id: string;
  readonly panel: RefObject<HTMLDivElement | null>;
  readonly open: boolean;
  readonly close: () => void;
};

type Options = {
  readonly side: Side;
  readonly align: Align;
  /** Called when the panel is open and in place. `byKeyboard`: its trigger shows the focus. */
  readonly onOpen: (panel: HTMLElement, byKeyboard: boolean) => void;
};

/**
 * A panel of the browser's own top layer, beside the element whose `popoverTarget` is the panel's id. A click outside and
 * Escape close it, and the focus returns to the trigger.
 */
export function useAnchored({ side, align, onOpen }: Options): Anchored {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const opened = useEffectEvent(onOpen);

  useEffect(() => {
    const element = panel.current;
    if (!element) return;
    const note = (event: Event) => {
      if (event.target === element) setOpen(element.matches(":popover-open"));
    };
    // The dialog around it, which listens on the document, is not closed by the same press.
    const keepEscape = (event: KeyboardEvent) => {
      if (event.key === "Escape") event.stopPropagation();
    };
    element.addEventListener("toggle", note);
    element.addEventListener("keydown", keepEscape);
    return () => {
      element.removeEventListener("toggle", note);
      element.removeEventListener("keydown", keepEscape);
    };
  }, []);

  useLayoutEffect(() => {
    const element = panel.current;
    const trigger = document.querySelector(`[popovertarget="${CSS.escape(id)}"]`);
    if (!open || !element || !trigger) return;
    const end = keepBeside(element, trigger, { side, align, gap: 6 });
    opened(element, trigger.matches(":focus-visible"));
    return end;
  }, [open, id, side, align]);

  return { id, panel, open, close: () => panel.current?.hidePopover() };
}

/** A panel beside its trigger, and a sheet at the bottom of narrow screens. */
export const anchoredClasses =
  "fixed inset-auto m-0 overflow-y-auto overscroll-contain border border-line bg-surface-raised text-left text-base font-normal whitespace-normal text-ink shadow-popup outline-none " +
  "sm:top-(--top) sm:left-(--left) sm:max-h-[calc(100dvh-1rem)] sm:rounded-lg sm:not-data-placed:invisible " +
  "max-sm:inset-x-0 max-sm:bottom-0 max-sm:max-h-[85dvh] max-sm:w-full max-sm:max-w-none max-sm:rounded-t-lg max-sm:border-x-0 max-sm:border-b-0 max-sm:pb-[calc(1rem+env(safe-area-inset-bottom))] max-sm:backdrop:bg-shade";
