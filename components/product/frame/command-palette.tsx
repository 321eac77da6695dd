"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { CreditCard, Keyboard, KeyRound, Plus, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { backdropClasses } from "@/components/ui/overlays/dialog";
import { paths } from "@/lib/kernel/paths";
import { Key, KeyboardMap } from "./keyboard-map";
import { allDestinations } from "./navigation";
import { useCommandKey, useShortcuts } from "./shortcuts";

type NamedKey = { readonly id: string; readonly name: string };

type CommandsProps = {
  /**
   * Returns `{ "keys": [{ "id", "name" }] }`; fetched when the palette first opens. Without it, keys are not listed.
   */
  readonly keysUrl?: string;
};

/** The command palette (Ctrl/⌘ K) with its button in the header, and the keyboard shortcuts ("?"). */
export function Commands({ keysUrl }: CommandsProps) {
  const [palette, setPalette] = useState(false);
  const [map, setMap] = useState(false);
  const command = useCommandKey();
  useShortcuts({ openPalette: () => setPalette(true), openMap: () => setMap(true) });
  return (
    <>
      <button
        type="button"
        onClick={() => setPalette(true)}
        aria-label="Search and commands"
        className="inline-flex h-8 items-center gap-2 rounded-md border border-line bg-surface-raised px-2.5 text-sm text-ink-muted transition-colors duration-150 hover:bg-surface-sunken max-lg:size-11 max-lg:justify-center max-lg:border-transparent max-lg:bg-transparent lg:w-56"
      >
        <Search aria-hidden className="size-4" />
        <span className="flex-1 text-left max-lg:hidden">Search…</span>
        <span className="flex gap-1 max-lg:hidden">
          <Key name={command} />
          <Key name="K" />
        </span>
      </button>
      <Palette open={palette} onOpenChange={setPalette} keysUrl={keysUrl} onMap={() => setMap(true)} />
      <KeyboardMap open={map} onOpenChange={setMap} />
    </>
  );
}

type PaletteProps = CommandsProps & {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onMap: () => void;
};

function Palette({ open, onOpenChange, keysUrl, onMap }: PaletteProps) {
  const router = useRouter();
  const run = (act: () => void) => () => {
    onOpenChange(false);
    act();
  };
  const go = (href: string) => run(() => router.push(href));
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClasses} />
        <Base.Popup className="fixed inset-x-2 top-2 z-50 mx-auto max-w-xl overflow-hidden rounded-lg border border-line bg-surface-raised text-ink shadow-popup outline-none transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0 sm:top-24">
          <Base.Title className="sr-only">Search and commands</Base.Title>
          <Command label="Search and commands" loop>
            <div className="flex items-center gap-2 border-b border-line px-3">
              <Search aria-hidden className="size-4 text-ink-muted" />
              <Command.Input
                placeholder="Page, key, or action"
                className="h-12 w-full bg-transparent text-lg outline-none placeholder:text-ink-faint"
              />
            </div>
            <Command.List className="max-h-[min(60vh,24rem)] overflow-y-auto p-1.5">
              <Command.Empty className="px-2 py-6 text-center text-ink-muted">No results.</Command.Empty>
              <Group heading="Pages">
                {allDestinations.map(({ href, label, icon: Icon }) => (
                  <Item key={href} onSelect={go(href)} icon={<Icon aria-hidden />}>
                    {label}
                  </Item>
                ))}
              </Group>
              <Group heading="Actions">
                <Item onSelect={go(`${paths.credits}#add`)} icon={<CreditCard aria-hidden />}>
                  Add credits
                </Item>
                <Item onSelect={go(`${paths.keys}?new=1`)} icon={<Plus aria-hidden />}>
                  Create a key
                </Item>
                <Item onSelect={run(onMap)} icon={<Keyboard aria-hidden />}>
                  Show keyboard shortcuts
                </Item>
              </Group>
              {keysUrl ? <KeyItems url={keysUrl} onGo={go} /> : null}
            </Command.List>
          </Command>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function KeyItems({ url, onGo }: { readonly url: string; readonly onGo: (href: string) => () => void }) {
  const { data } = useQuery({
    queryKey: ["palette-keys", url],
    queryFn: () => fetchKeys(url),
    staleTime: 30_000,
  });
  if (!data || data.length === 0) return null;
  return (
    <Group heading="Keys">
      {data.map((key) => (
        <Item
          key={key.id}
          value={`key ${key.name} ${key.id}`}
          onSelect={onGo(`${paths.keys}/${key.id}`)}
          icon={<KeyRound aria-hidden />}
        >
          {key.name}
        </Item>
      ))}
    </Group>
  );
}

async function fetchKeys(url: string): Promise<readonly NamedKey[]> {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (!response.ok) return [];
  const body: unknown = await response.json();
  const keys = typeof body === "object" && body !== null && "keys" in body ? body.keys : [];
  return Array.isArray(keys) ? keys.filter(isNamedKey) : [];
}

function isNamedKey(value: unknown): value is NamedKey {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    "name" in value &&
    typeof value.name === "string"
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
  readonly icon: ReactNode;
  readonly value?: string;
  readonly onSelect: () => void;
  readonly children: ReactNode;
};

function Item({ icon, value, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-surface-sunken max-sm:min-h-11 [&_svg]:size-4 [&_svg]:text-ink-muted"
    >
      {icon}
      {children}
    </Command.Item>
  );
}
