"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import {
  Boxes,
  ChartColumn,
  CornerDownLeft,
  Download,
  History,
  Keyboard,
  KeyRound,
  type LucideIcon,
  Plus,
  Search,
  SunMoon,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { isConnected } from "@/components/product/server-contact";
import { backdropClasses } from "@/components/ui/overlays/dialog";
import { modelPath } from "@/lib/catalog/rules/model-path";
import { paths } from "@/lib/kernel/paths";
import type { CommandsProps } from "./commands";
import { Key } from "./key";
import { destinationsFor } from "./navigation";
import { actionLinks, commandIn, type PaletteLink, rangeLinks } from "./palette-entries";
import { matchEntry } from "./palette-filter";
import { type Names, useNames } from "./palette-names";
import { noteRecent, recentLinks } from "./palette-recent";
import { themes, useTheme } from "./use-theme";

type PaletteProps = CommandsProps & {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onMap: () => void;
};

/** Search over pages, keys, models and requests by id, and commands. */
export function CommandPalette({ open, onOpenChange, ...rest }: PaletteProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClasses} />
        <Base.Popup className="fixed inset-x-2 top-2 z-50 mx-auto max-w-xl overflow-hidden rounded-lg border border-line bg-surface-raised text-ink shadow-popup outline-none transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0 sm:top-24">
          <Base.Title className="sr-only">Search and commands</Base.Title>
          <Palette {...rest} close={() => onOpenChange(false)} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

type ContentProps = CommandsProps & { readonly close: () => void; readonly onMap: () => void };

/** Mounted while the palette is open, so it starts with an empty field. */
function Palette({ close, onMap, names: sources, isOperator = false, saveTheme }: ContentProps) {
  const router = useRouter();
  const [text, setText] = useState("");
  const names = useNames(sources);
  const typed = commandIn(text);
  const go = (link: PaletteLink) => {
    close();
    noteRecent(link);
    // A download leaves the page as it is. Without a connection, leaving would end at the browser's own error page.
    if (link.download) window.location.assign(link.href);
    else if (isConnected()) router.push(link.href);
  };
  return (
    <Command label="Search and commands" loop filter={matchEntry}>
      <div className="flex items-center gap-2 border-b border-line px-3">
        <Search aria-hidden className="size-4 text-ink-muted" />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Page, key, model, request ID, or action"
          className="h-12 w-full bg-transparent text-lg outline-none placeholder:text-ink-faint"
        />
      </div>
      <Command.List className="max-h-[min(60vh,24rem)] overflow-y-auto overscroll-contain p-1.5">
        <Command.Empty className="px-2 py-6 text-center text-ink-muted">No results.</Command.Empty>
        {typed ? (
          <LinkItem link={typed} value={`typed ${text}`} icon={CornerDownLeft} onGo={go} always />
        ) : null}
        {text === "" ? <Links heading="Recent" links={recentLinks()} icon={History} onGo={go} /> : null}
        <Group heading="Pages">
          {destinationsFor(isOperator).map(({ href, label, icon, letter }) => (
            <LinkItem key={href} link={{ href, label }} icon={icon} onGo={go} keys={["g", letter]} />
          ))}
        </Group>
        <Actions onGo={go} close={close} onMap={onMap} saveTheme={saveTheme} />
        <Links heading="Activity" links={rangeLinks(new Date())} icon={ChartColumn} onGo={go} />
        <NamedItems names={names} onGo={go} />
      </Command.List>
    </Command>
  );
}

type ActionsProps = Pick<ContentProps, "close" | "onMap" | "saveTheme"> & { readonly onGo: OnGo };

function Actions({ onGo, close, onMap, saveTheme }: ActionsProps) {
  const chooseTheme = useTheme(saveTheme);
  return (
    <Group heading="Actions">
      {actionLinks(new Date()).map((link) => (
        <LinkItem key={link.href} link={link} icon={link.download ? Download : Plus} onGo={onGo} />
      ))}
      {saveTheme
        ? themes.map(({ value, label }) => (
            <Item
              key={value}
              icon={SunMoon}
              onSelect={() => {
                close();
                chooseTheme(value);
              }}
            >
              {label}
            </Item>
          ))
        : null}
      <Item
        icon={Keyboard}
        keys={["?"]}
        onSelect={() => {
          close();
          onMap();
        }}
      >
        Show keyboard shortcuts
      </Item>
    </Group>
  );
}

type OnGo = (link: PaletteLink) => void;

function NamedItems({ names, onGo }: { readonly names: Names | "failed"; readonly onGo: OnGo }) {
  if (names === "failed") {
    return (
      <p className="px-2 py-1.5 text-sm text-ink-muted">Names of keys and models couldn&apos;t be loaded.</p>
    );
  }
  const keys = names.keys.map(({ id, name }) => ({
    label: name,
    href: `${paths.keys}/${id}`,
    keywords: ["key"],
  }));
  const models = names.models.map(({ id, name }) => ({
    label: id,
    href: modelPath(id),
    keywords: [name, "model"],
  }));
  return (
    <>
      <Links heading="Keys" links={keys} icon={KeyRound} onGo={onGo} />
      <Links heading="Models" links={models} icon={Boxes} onGo={onGo} />
    </>
  );
}

type LinksProps = {
  readonly heading: string;
  readonly links: readonly PaletteLink[];
  readonly icon: LucideIcon;
  readonly onGo: OnGo;
};

function Links({ heading, links, icon, onGo }: LinksProps) {
  if (links.length === 0) return null;
  return (
    <Group heading={heading}>
      {links.map((link) => (
        // Keys may have the same name, and a recent command is listed a second time.
        <LinkItem key={link.href} link={link} value={`${heading} ${link.href}`} icon={icon} onGo={onGo} />
      ))}
    </Group>
  );
}

type LinkItemProps = Pick<ItemProps, "value" | "keys" | "always"> & {
  readonly link: PaletteLink;
  readonly icon: LucideIcon;
  readonly onGo: OnGo;
};

function LinkItem({ link, onGo, ...item }: LinkItemProps) {
  return (
    <Item {...item} keywords={[link.label, ...(link.keywords ?? [])]} onSelect={() => onGo(link)}>
      {link.label}
    </Item>
  );
}

function Group({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-muted"
    >
      {children}
    </Command.Group>
  );
}

type ItemProps = {
  readonly icon: LucideIcon;
  /** Identifies the item; its text by default. */
  readonly value?: string;
  readonly keywords?: readonly string[];
  /** Its shortcut, shown at the right. */
  readonly keys?: readonly string[];
  /** Shown whatever is typed. */
  readonly always?: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
};

function Item({
  icon: Icon,
  value,
  keywords = [],
  keys = [],
  always = false,
  onSelect,
  children,
}: ItemProps) {
  return (
    <Command.Item
      value={value}
      keywords={[...keywords]}
      forceMount={always}
      onSelect={onSelect}
      className="flex min-h-9 items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-surface-sunken max-sm:min-h-11"
    >
      <Icon aria-hidden strokeWidth={1.5} className="size-4 shrink-0 text-ink-muted" />
      <span className="min-w-0 flex-1 break-id">{children}</span>
      <span aria-hidden className="flex gap-1 max-sm:hidden">
        {keys.map((key) => (
          <Key key={key} name={key} />
        ))}
      </span>
    </Command.Item>
  );
}
