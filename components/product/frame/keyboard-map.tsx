"use client";

import { SwitchField } from "@/components/ui/forms/choice-field";
import { Dialog } from "@/components/ui/overlays/dialog";
import { Key } from "./key";
import { destinationsFor } from "./navigation";
import { useCommandKey, useLetterShortcuts } from "./shortcuts";

type KeyboardMapProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly isOperator?: boolean;
};

type Shortcut = readonly [text: string, keys: readonly string[]];

const onActivity: readonly Shortcut[] = [
  ["Next and previous request", ["j", "k"]],
  ["Open the request", ["Enter"]],
  ["Newer and older request, in its details", ["←", "→"]],
  ["Previous and next bar, in a chart", ["←", "→"]],
];
const inOverlays: readonly Shortcut[] = [
  ["Move in a menu or a list", ["↑", "↓"]],
  ["Close", ["Esc"]],
];

/** The list of keyboard shortcuts, with the switch that turns single-letter ones off. */
export function KeyboardMap({ open, onOpenChange, isOperator = false }: KeyboardMapProps) {
  const command = useCommandKey();
  const [letters, setLetters] = useLetterShortcuts();
  const everywhere: readonly Shortcut[] = [
    ["Search, commands, and requests by ID", [command, "K"]],
    ["Keyboard shortcuts", ["?"]],
    ...destinationsFor(isOperator).map((one): Shortcut => [`Go to ${one.label}`, ["g", one.letter]]),
  ];
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard" initialFocus="heading">
      <Group title="Everywhere" shortcuts={everywhere} />
      <Group title="Activity" shortcuts={onActivity} />
      <Group title="Menus, dialogs, and sheets" shortcuts={inOverlays} />
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

function Group({ title, shortcuts }: { readonly title: string; readonly shortcuts: readonly Shortcut[] }) {
  return (
    <section aria-label={title} className="flex flex-col gap-1">
      <h3 className="text-xs font-medium text-ink-muted">{title}</h3>
      <dl className="flex flex-col divide-y divide-line">
        {shortcuts.map(([text, keys]) => (
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
    </section>
  );
}
