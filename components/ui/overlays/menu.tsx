"use client";

import { Menu as Base } from "@base-ui/react/menu";
import Link from "next/link";
import type { ReactElement, ReactNode } from "react";

type MenuProps = {
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly align?: "start" | "end";
  readonly side?: "top" | "bottom";
};

export function Menu({ trigger, children, align = "end", side = "bottom" }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-40 outline-none"
        >
          <Base.Popup className="min-w-48 max-w-80 rounded-lg border border-line bg-surface-raised p-1 text-ink shadow-popup outline-none transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const itemClasses =
  "flex min-h-8 w-full items-center gap-2 rounded-sm px-2 py-1 text-left text-base outline-none select-none data-highlighted:bg-surface-sunken data-disabled:opacity-50 max-sm:min-h-11 pointer-coarse:min-h-11 [&_svg]:size-4";

type MenuLinkProps = {
  readonly href: string;
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  /** The browser saves the response instead of displaying it. */
  readonly download?: boolean;
  /** False keeps the page where it is. */
  readonly scroll?: boolean;
  /** Marks the choice that is in force. */
  readonly current?: boolean;
};

export function MenuLink({ href, children, icon, download, scroll, current }: MenuLinkProps) {
  return (
    <Base.LinkItem
      closeOnClick
      aria-current={current ? "true" : undefined}
      render={download ? <a href={href} download /> : <Link href={href} scroll={scroll} />}
      className={itemClasses}
    >
      {icon}
      {children}
    </Base.LinkItem>
  );
}

type MenuItemProps = {
  readonly onSelect: () => void;
  readonly children: ReactNode;
  readonly icon?: ReactNode;
};

/** An action of a menu. */
export function MenuItem({ onSelect, children, icon }: MenuItemProps) {
  return (
    <Base.Item onClick={onSelect} className={itemClasses}>
      {icon}
      {children}
    </Base.Item>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />;
}

/** A heading inside a menu; not an item. */
export function MenuHeading({ children }: { readonly children: ReactNode }) {
  return <div className="px-2 py-1.5 text-sm text-ink-muted">{children}</div>;
}
