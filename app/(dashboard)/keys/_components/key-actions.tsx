"use client";

import {
  Activity,
  Ban,
  CircleCheck,
  Clock,
  Copy,
  MoreHorizontal,
  Pencil,
  RotateCcw,
  Trash2,
} from "lucide-react";
import { IconButton } from "@/components/ui/actions/icon-button";
import { notify } from "@/components/ui/feedback/notices";
import { useAction } from "@/components/ui/forms/use-action";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "@/components/ui/overlays/menu";
import { paths } from "@/lib/kernel/paths";
import { setKeyDisabled } from "../actions";
import { useKeyDialogs } from "./use-key-dialogs";

export type KeyForActions = {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly state: "active" | "disabled" | "expired" | "deleted";
  /** Decimal text; empty for no limit. */
  readonly limit: string;
  readonly limitReset: string;
  /** Why its secret can't be rotated; null when it can. */
  readonly notRotatable: string | null;
  /** The secret before the current one, while it works; unknown where it could not be read. */
  readonly oldSecret: OldSecretFacts | "unknown" | null;
};

export type OldSecretFacts = {
  readonly label: string;
  /** What `ends` is called: of a key that is disabled, or whose creator left, no secret works. */
  readonly term: "Old secret works until" | "Old secret ends";
  /** "Nov 24, 3:00 PM Europe/Berlin". */
  readonly ends: string;
  readonly lastUsedAt: Date | null;
  readonly replacedAt: Date;
  readonly zone: string;
};

/** Everything that can be done with a key. Disabling can be undone from its toast; deleting asks first. */
export function KeyActions({ keyRow }: { readonly keyRow: KeyForActions }) {
  const { dialogs, open, loading, preload } = useKeyDialogs(keyRow);
  const { id, name, label, state, notRotatable, oldSecret } = keyRow;
  const disabled = state === "disabled";
  const setDisabled = useAction(setKeyDisabled, ({ message }, fields, again) => {
    const wasDisabled = fields["disabled"] === "true" ? "false" : "true";
    notify({
      title: message ?? "Saved.",
      action: { label: "Undo", run: () => again({ ...fields, disabled: wasDisabled }) },
    });
  });
  return (
    <>
      <Menu
        trigger={
          <IconButton
            label={`Actions for ${name}`}
            icon={<MoreHorizontal aria-hidden />}
            size="small"
            aria-busy={loading !== null}
            {...preload}
          />
        }
      >
        <MenuItem icon={<Pencil aria-hidden />} onSelect={() => open("edit")}>
          Edit
        </MenuItem>
        {notRotatable === null ? (
          <MenuItem icon={<RotateCcw aria-hidden />} onSelect={() => open("rotate")}>
            Rotate secret
          </MenuItem>
        ) : null}
        {oldSecret === null || oldSecret === "unknown" ? null : (
          <MenuItem icon={<Clock aria-hidden />} onSelect={() => open("end")}>
            End old secret
          </MenuItem>
        )}
        <MenuItem
          icon={disabled ? <CircleCheck aria-hidden /> : <Ban aria-hidden />}
          onSelect={() => setDisabled({ keyId: id, disabled: String(!disabled) })}
        >
          {disabled ? "Enable" : "Disable"}
        </MenuItem>
        <MenuLink href={`${paths.activity}?key=${id}`} icon={<Activity aria-hidden />}>
          View activity
        </MenuLink>
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => void copyLabel(label)}>
          Copy label
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 aria-hidden />} tone="danger" onSelect={() => open("delete")}>
          Delete
        </MenuItem>
      </Menu>
      {dialogs}
    </>
  );
}

async function copyLabel(label: string): Promise<void> {
  const copied = await navigator.clipboard.writeText(label).then(
    () => true,
    () => false,
  );
  notify(
    copied
      ? { title: "Label copied" }
      : { title: "Couldn't copy", detail: `Copy it manually: ${label}`, tone: "danger" },
  );
}
