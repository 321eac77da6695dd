"use client";

import {
  cloneElement,
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { keepBeside } from "./beside";

const delayMs = 400;

type Listening = {
  readonly onPointerEnter?: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerLeave?: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerDown?: (event: PointerEvent<HTMLElement>) => void;
  readonly onFocus?: (event: FocusEvent<HTMLElement>) => void;
  readonly onBlur?: (event: FocusEvent<HTMLElement>) => void;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
};

type TooltipProps = {
  readonly text: ReactNode;
  /** One focusable element. */
  readonly children: ReactElement<Listening>;
  readonly side?: "top" | "right" | "bottom" | "left";
};

/** A name or an exact value on hover and focus. Never the only place for information. */
export function Tooltip({ text, children, side = "top" }: TooltipProps) {
  /** Hovered, and shown a moment later. */
  const [hovered, setHovered] = useState<Element | null>(null);
  const [anchor, setAnchor] = useState<Element | null>(null);
  useEffect(() => {
    if (!hovered) return;
    const timer = setTimeout(() => setAnchor(hovered), delayMs);
    return () => clearTimeout(timer);
  }, [hovered]);
  const hide = () => {
    setHovered(null);
    setAnchor(null);
  };
  const given = children.props;
  const child = cloneElement(children, {
    onPointerEnter: (event) => {
      given.onPointerEnter?.(event);
      // Where fingers point, a tooltip would cover what was touched.
      if (event.pointerType === "mouse") setHovered(event.currentTarget);
    },
    onPointerLeave: (event) => {
      given.onPointerLeave?.(event);
      hide();
    },
    onPointerDown: (event) => {
      given.onPointerDown?.(event);
      hide();
    },
    onFocus: (event) => {
      given.onFocus?.(event);
      if (event.currentTarget.matches(":focus-visible")) setAnchor(event.currentTarget);
    },
    onBlur: (event) => {
      given.onBlur?.(event);
      hide();
    },
    onKeyDown: (event) => {
      given.onKeyDown?.(event);
      if (event.key === "Escape") hide();
    },
  });
  return (
    <>
      {child}
      {anchor ? (
        <Panel anchor={anchor} side={side}>
          {text}
        </Panel>
      ) : null}
    </>
  );
}

type PanelProps = {
  readonly anchor: Element;
  readonly side: NonNullable<TooltipProps["side"]>;
  readonly children: ReactNode;
};

function Panel({ anchor, side, children }: PanelProps) {
  const panel = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const element = panel.current;
    if (!element) return;
    element.showPopover();
    return keepBeside(element, anchor, { side, align: "center", gap: 6 });
  }, [anchor, side]);
  return (
    <span
      ref={panel}
      popover="manual"
      role="tooltip"
      className="pointer-events-none fixed inset-auto top-(--top) left-(--left) m-0 max-w-72 rounded-sm bg-ink px-2 py-1 text-left text-xs font-normal whitespace-normal text-surface shadow-popup"
    >
      {children}
    </span>
  );
}
