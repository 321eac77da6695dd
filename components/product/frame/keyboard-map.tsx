"use client";

import { Dialog } from "@/components/ui/overlays/dialog";
import { SwitchField } from "@/components/ui/forms/choice-field";
import { allDestinations } from "./navigation";
import { useCommandKey, useLetterShortcuts } from "./shortcuts";

type KeyboardMapProps = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void };

/** The list of keyboard shortcuts, with the switch that turns single-letter ones off. */
export function KeyboardMap({ open, onOpenChange }: KeyboardMapProps) {
  const command = useCommandKey();
  const [letters, setLetters] = useLetterShortcuts();
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ["Search pages, keys, and actions", [command, "K"]],
    ["Keyboard shortcuts", ["?"]],
    ...allDestinations.map((one) => [`Go to ${one.label}`, ["g", one.letter]] as const),
  ];
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard">
      <dl className="flex flex-col divide-y divide-line">
        {rows.map(([text, keys]) => (
          <div key={text} className="flex min-h-9 items-center justify-between gap-4">
            <dt>{text}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Key key={key} name={key} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <SwitchField
        name="letters"
        label="Single-letter shortcuts"
        hint="Turn off if you use voice dictation."
        checked={letters}
        onChange={(event) => setLetters(event.target.checked)}
      />
    </Dialog>
  );
}

export function Key({ name }: { readonly name: string }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-surface-sunken px-1 font-mono text-xs text-ink-muted">
      {name}
    </kbd>
  );
}
