"use client";

import { Activity, Ban, Copy, MoreHorizontal, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/actions/icon-button";
import { notify } from "@/components/ui/feedback/notices";
import { useAction } from "@/components/ui/forms/use-action";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "@/components/ui/overlays/menu";
import { paths } from "@/lib/kernel/paths";
import { removeKey, setKeyDisabled } from "../actions";
import { EditKey } from "./edit-key";

export type KeyForActions = {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly state: "active" | "disabled" | "expired" | "deleted";
  /** Decimal text; empty for no limit. */
  readonly limit: string;
  readonly limitReset: string;
};

/** Everything that can be done with a key. Disabling can be undone from its toast; deleting asks first. */
export function KeyActions({ keyRow }: { readonly keyRow: KeyForActions }) {
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const { id, name, label } = keyRow;
  const disabled = keyRow.state === "disabled";
  const setDisabled = useAction(setKeyDisabled, ({ message }, fields, again) => {
    const wasDisabled = fields["disabled"] === "true" ? "false" : "true";
    notify({
      title: message ?? "Saved.",
      action: { label: "Undo", run: () => again({ ...fields, disabled: wasDisabled }) },
    });
  });
  const close = (isOpen: boolean) => (isOpen ? undefined : setOpen(null));
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`Actions for ${name}`} icon={<MoreHorizontal aria-hidden />} size="small" />
        }
      >
        <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setOpen("edit")}>
          Edit
        </MenuItem>
        <MenuItem
          icon={disabled ? <RotateCcw aria-hidden /> : <Ban aria-hidden />}
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
        <MenuItem icon={<Trash2 aria-hidden />} tone="danger" onSelect={() => setOpen("delete")}>
          Delete
        </MenuItem>
      </Menu>
      <EditKey keyRow={keyRow} open={open === "edit"} onOpenChange={close} />
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={close}
        title={`Delete key “${name}”`}
        consequence="Requests with this key will fail immediately. This can't be undone. Past activity is kept."
        confirmLabel="Delete key"
        typed="delete"
        action={removeKey}
        fields={{ keyId: id }}
        onDone={() => notify({ title: `Key “${name}” deleted.` })}
      />
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
