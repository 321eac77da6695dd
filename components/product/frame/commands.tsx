"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { useOnDemand } from "@/components/ui/use-on-demand";
import type { FormAction } from "@/lib/kernel/form-state";
import { Key } from "./key";
import type { NameSources } from "./palette-names";
import { useCommandKey, useShortcuts } from "./shortcuts";

// Loaded when someone reaches for them: they are larger than the rest of the frame.
const loadPalette = () => import("./command-palette").then(({ CommandPalette }) => CommandPalette);
const loadMap = () => import("./keyboard-map").then(({ KeyboardMap }) => KeyboardMap);

export type CommandsProps = {
  /** Where names of keys and models are read when the palette opens. Without it, neither is listed. */
  readonly names?: NameSources;
  readonly isOperator?: boolean;
  /** Saves the theme, as the field `theme`. Without it, the palette does not offer one. */
  readonly saveTheme?: FormAction;
};

type Opened = "palette" | "map" | null;

/** The command palette (Ctrl/⌘ K) with its button in the header, and the keyboard shortcuts ("?"). */
export function Commands(props: CommandsProps) {
  const [opened, setOpened] = useState<Opened>(null);
  const [CommandPalette, startPalette] = useOnDemand(loadPalette);
  const [KeyboardMap, startMap] = useOnDemand(loadMap);
  const command = useCommandKey();
  const open = async (next: "palette" | "map") => {
    setOpened(next);
    const isLoaded = await (next === "palette" ? startPalette() : startMap());
    if (!isLoaded) setOpened(null);
  };
  useShortcuts({
    isOperator: props.isOperator ?? false,
    openPalette: () => void open("palette"),
    openMap: () => void open("map"),
  });
  return (
    <>
      <button
        type="button"
        onClick={() => void open("palette")}
        onPointerEnter={() => void startPalette()}
        onFocus={() => void startPalette()}
        aria-label="Search and commands"
        aria-haspopup="dialog"
        className="inline-flex h-8 items-center gap-2 rounded-md border border-line bg-surface-raised px-2.5 text-sm text-ink-muted transition-colors duration-150 hover:bg-surface-sunken max-lg:size-11 max-lg:justify-center max-lg:border-transparent max-lg:bg-transparent lg:w-56"
      >
        <Search aria-hidden className="size-4" />
        <span className="flex-1 text-left max-lg:hidden">Search…</span>
        <span className="flex gap-1 max-lg:hidden">
          <Key name={command} />
          <Key name="K" />
        </span>
      </button>
      {CommandPalette ? (
        <CommandPalette
          {...props}
          open={opened === "palette"}
          onOpenChange={(next) => setOpened(next ? "palette" : null)}
          onMap={() => void open("map")}
        />
      ) : null}
      {KeyboardMap ? (
        <KeyboardMap
          open={opened === "map"}
          onOpenChange={(next) => setOpened(next ? "map" : null)}
          isOperator={props.isOperator ?? false}
        />
      ) : null}
    </>
  );
}
