"use client";

import Link from "next/link";
import { cloneElement, type KeyboardEvent, type ReactElement, type ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { anchoredClasses, type TriggerProps, useAnchored } from "./anchored";

type MenuProps = {
  /** A button. Its text, or its label, names the menu. */
  readonly trigger: ReactElement<TriggerProps>;
  readonly children: ReactNode;
  readonly align?: "start" | "end";
  readonly side?: "top" | "bottom";
};

const items = "[role=menuitem]:not([aria-disabled=true])";

/** A list of links and actions beside its trigger. Arrow keys move, letters find, Tab and Escape leave. */
export function Menu({ trigger, children, align = "end", side = "bottom" }: MenuProps) {
  const { id, panel, open, close } = useAnchored({
    side,
    align,
    onOpen: (menu, byKeyboard) => {
      menu.setAttribute("aria-label", nameOfTrigger(menu.id));
      if (byKeyboard) itemsOf(menu)[0]?.focus();
      else menu.focus();
    },
  });
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === "Tab") return close();
    const target = itemByKey(itemsOf(event.currentTarget), event);
    if (!target) return;
    event.preventDefault();
    target.focus();
  };
  return (
    <>
      {cloneElement(trigger, { popoverTarget: id, "aria-haspopup": "menu", "aria-expanded": open })}
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onClick={(event) => (closesMenu(event.target) ? close() : undefined)}
        className={classes(anchoredClasses, "min-w-48 p-1 sm:max-w-80")}
      >
        {open ? children : null}
      </div>
    </>
  );
}

function itemsOf(menu: HTMLElement): readonly HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(items)];
}

function nameOfTrigger(id: string): string {
  const trigger = document.querySelector(`[popovertarget="${CSS.escape(id)}"]`);
  return trigger?.getAttribute("aria-label") ?? trigger?.textContent ?? "";
}

/** The item that a key leads to: the next or previous one, the first or last one, or the next one by its first letter. */
function itemByKey(all: readonly HTMLElement[], event: KeyboardEvent): HTMLElement | undefined {
  const at = all.findIndex((item) => item === document.activeElement);
  switch (event.key) {
    case "ArrowDown":
      return all[(at + 1) % all.length];
    case "ArrowUp":
      return all.at(at <= 0 ? -1 : at - 1);
    case "Home":
      return all[0];
    case "End":
      return all.at(-1);
  }
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
  const letter = event.key.toLowerCase();
  return [...all.slice(at + 1), ...all.slice(0, at + 1)].find((item) =>
    item.textContent.trim().toLowerCase().startsWith(letter),
  );
}

/** An item that submits a form stays: without it the browser would have nothing to submit. */
function closesMenu(target: EventTarget): boolean {
  const item = target instanceof Element ? target.closest(items) : null;
  return item !== null && item.getAttribute("type") !== "submit";
}

const itemClasses =
  "flex min-h-8 w-full items-center gap-2 rounded-sm px-2 py-1 text-left text-base outline-none select-none hover:bg-surface-sunken focus-visible:bg-surface-sunken focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus aria-disabled:opacity-50 max-sm:min-h-11 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0";

type ItemProps = { readonly children: ReactNode; readonly icon?: ReactNode };
type MenuLinkProps = ItemProps & {
  readonly href: string;
  /** The browser saves the response instead of showing it. */
  readonly download?: boolean;
  /** False keeps the page where it is. */
  readonly scroll?: boolean;
  /** Marks the choice that is in force. */
  readonly current?: boolean;
  /** A short fact at the end of the line. */
  readonly detail?: string;
};

export function MenuLink(props: MenuLinkProps) {
  const { href, children, icon, download = false, scroll, current, detail } = props;
  const face = {
    role: "menuitem",
    tabIndex: -1,
    className: itemClasses,
    "aria-current": current ? "true" : undefined,
  } as const;
  const end = detail ? (
    <span className="tabular ml-auto pl-4 text-sm whitespace-nowrap text-ink-muted">{detail}</span>
  ) : null;
  if (download) {
    return (
      <a href={href} download {...face}>
        {icon}
        {children}
        {end}
      </a>
    );
  }
  return (
    <Link href={href} scroll={scroll} {...face}>
      {icon}
      {children}
      {end}
    </Link>
  );
}

type MenuItemProps = ItemProps & {
  readonly onSelect?: () => void;
  readonly tone?: "plain" | "danger";
  readonly disabled?: boolean;
  /** Submits the form around it instead. */
  readonly submits?: boolean;
};

/** An action. A dialog that it opens belongs beside the menu, not into it: the menu's content goes when it closes. */
export function MenuItem({
  onSelect,
  tone = "plain",
  disabled = false,
  submits = false,
  ...item
}: MenuItemProps) {
  return (
    <button
      type={submits ? "submit" : "button"}
      role="menuitem"
      tabIndex={-1}
      aria-disabled={disabled || undefined}
      onClick={disabled ? undefined : onSelect}
      className={classes(itemClasses, tone === "danger" && "text-danger")}
    >
      {item.icon}
      {item.children}
    </button>
  );
}

export function MenuSeparator() {
  return <hr className="mx-1 my-1 border-line" />;
}

/** A heading inside a menu; not an item. */
export function MenuHeading({ children }: { readonly children: ReactNode }) {
  return <div className="px-2 py-1.5 text-sm text-ink-muted">{children}</div>;
}
