"use client";

import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { type ReactElement, type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { TextField } from "@/components/ui/forms/text-field";
import type { FormAction, FormState } from "@/lib/kernel/form-state";
import { classes } from "@/components/ui/classes";
import { backdropClasses, DialogActions, firstFocus, popupClasses, viewportClasses } from "./dialog";

type ConfirmDialogProps = {
  /** A button. Absent when `open` controls the dialog. */
  readonly trigger?: ReactElement;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** Names the action and its object: "Delete key “Production”". */
  readonly title: string;
  /** Exactly what will happen. */
  readonly consequence: ReactNode;
  /** Repeats the verb: "Delete key". */
  readonly confirmLabel: string;
  readonly tone?: "danger" | "plain";
  /** Must be typed to enable the button; submitted as `confirmation`. */
  readonly typed?: string;
  readonly action: FormAction;
  /** Hidden values, such as the id of the record to delete. */
  readonly fields?: Readonly<Record<string, string>>;
  /** More fields, such as a password. */
  readonly children?: ReactNode;
  readonly onDone?: (state: FormState) => void;
  /** What gets the focus when the dialog closes, if what opened it may be gone. True: what had it before. */
  readonly finalFocus?: () => HTMLElement | true;
  /** Announces success in a toast, after the dialog has closed. */
  readonly toast?: boolean;
  /** The values before the change, if it can be undone; the toast offers to restore them. */
  readonly undo?: Readonly<Record<string, string>>;
};

/** Asks for confirmation of an action that cannot be undone. Closes when the action has succeeded. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const open = props.open ?? isOpen;
  const setOpen = props.onOpenChange ?? setIsOpen;
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={setOpen}>
      {props.trigger ? <Base.Trigger render={props.trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClasses} />
        <Base.Viewport className={viewportClasses}>
          <Base.Popup
            ref={popup}
            initialFocus={(by) => firstFocus(popup, "field", by)}
            finalFocus={props.finalFocus}
            className={classes(popupClasses, "gap-3 overflow-y-auto p-5 sm:max-w-md")}
          >
            <Base.Title className="text-lg font-semibold break-id">{props.title}</Base.Title>
            <Base.Description render={<div />} className="text-ink-muted">
              {props.consequence}
            </Base.Description>
            <ConfirmForm
              {...props}
              onDone={(state) => {
                setOpen(false);
                props.onDone?.(state);
              }}
            />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

function ConfirmForm({
  typed,
  tone = "danger",
  confirmLabel,
  action,
  fields,
  children,
  onDone,
  toast,
  undo,
}: ConfirmDialogProps) {
  const [text, setText] = useState("");
  const ready = typed === undefined || text.trim() === typed;
  return (
    <ActionForm
      action={action}
      fields={fields}
      onSuccess={onDone}
      {...(toast && { toast: "success" })}
      {...(undo && { undo })}
    >
      {typed === undefined ? null : (
        <TextField
          name="confirmation"
          label={`Type “${typed}” to confirm`}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {children}
      <DialogActions>
        <Base.Close render={<Button>Cancel</Button>} />
        <SubmitButton variant={tone === "danger" ? "danger" : "primary"} disabled={!ready}>
          {confirmLabel}
        </SubmitButton>
      </DialogActions>
    </ActionForm>
  );
}
