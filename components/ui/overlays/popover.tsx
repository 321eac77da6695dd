"use client";

import { cloneElement, type ReactElement, type ReactNode, useId } from "react";
import { classes } from "@/components/ui/classes";
import { anchoredClasses, type TriggerProps, useAnchored } from "./anchored";

type PopoverProps = {
  /** A button. */
  readonly trigger: ReactElement<TriggerProps>;
  readonly title: string;
  readonly children: ReactNode;
  readonly align?: "start" | "center" | "end";
  /** "wide" is as wide as its content. */
  readonly size?: "regular" | "wide";
};

/** Closes the popover around an element, when a choice is made in it. The focus returns to the trigger. */
export function closePopover(inside: Element): void {
  inside.closest<HTMLElement>("[popover]")?.hidePopover();
}

const focusable =
  "a[href], button:not(:disabled), input:not(:disabled, [type=hidden]), select:not(:disabled), textarea:not(:disabled)";

/** A small panel next to its trigger, for a filter or an explanation. */
export function Popover({ trigger, title, children, align = "start", size = "regular" }: PopoverProps) {
  const titleId = useId();
  const { id, panel, open } = useAnchored({
    side: "bottom",
    align,
    onOpen: (element) => (element.querySelector<HTMLElement>(focusable) ?? element).focus(),
  });
  return (
    <>
      {cloneElement(trigger, { popoverTarget: id, "aria-haspopup": "dialog", "aria-expanded": open })}
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-labelledby={titleId}
        tabIndex={-1}
        className={classes(
          anchoredClasses,
          "flex-col gap-3 p-4 open:flex sm:max-w-[calc(100vw-1rem)]",
          size === "regular" && "sm:w-80",
        )}
      >
        <h2 id={titleId} className="text-base font-medium">
          {title}
        </h2>
        {open ? children : null}
      </div>
    </>
  );
}
