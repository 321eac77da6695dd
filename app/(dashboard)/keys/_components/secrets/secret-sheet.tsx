"use client";

import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { useRefresh } from "@/components/product/use-refresh";
import { ActionForm } from "@/components/ui/forms/action-form";
import { DiscardDialog } from "@/components/ui/overlays/discard-dialog";
import { Sheet } from "@/components/ui/overlays/sheet";
import type { FormAction } from "@/lib/kernel/form-state";
import { useLeaveGuard } from "../use-leave-guard";

export type MadeSecret = {
  readonly secret: string;
  readonly keyId: string;
  /** Of a rotation: when the secret that it replaced ends, as an ISO moment; null when it has ended. */
  readonly oldEndsAt?: string | null;
};

type SecretSheetProps = {
  readonly title: string;
  readonly description: ReactNode;
  readonly label: string;
  readonly action: FormAction;
  readonly fields: Readonly<Record<string, string>>;
  /** The error when no response arrived. */
  readonly lost: string;
  /** What is said to someone who tries to leave while the secret is being made. */
  readonly wait: string;
  /** What it means that the secret is lost. */
  readonly discarded: ReactNode;
  readonly form: ReactNode;
  /** Shows the secret; `onSaved` is told when it was copied or marked as saved. */
  readonly shown: (made: MadeSecret, handlers: SecretHandlers) => ReactNode;
  readonly onMade?: (made: MadeSecret) => void;
  readonly onClose: () => void;
};

export type SecretHandlers = {
  readonly onSaved: (saved: boolean) => void;
  readonly onDone: () => void;
};

/**
 * Makes a secret and shows it once. While it is being made nothing closes the sheet. Then, until it is copied or marked as
 * saved, every way of closing asks first: the button, ×, Escape, links, and the browser's back and reload. A click outside
 * never closes it.
 */
export function SecretSheet(props: SecretSheetProps) {
  const { action, fields, label, lost, form, shown } = props;
  const [secret, setSecret] = useState<"none" | "unsaved" | "saved">("none");
  const [creating, setCreating] = useState(false);
  const [asking, setAsking] = useState<"no" | "discard" | "wait">("no");
  const ask = () => setAsking(creating ? "wait" : "discard");
  const leave = useLeaveGuard(creating || secret === "unsaved", ask);
  useFreshPage(secret !== "none");
  const close = () => leave(props.onClose);
  return (
    <>
      <Sheet
        open
        keepOpenOutside
        onOpenChange={() => (creating || secret === "unsaved" ? ask() : close())}
        title={props.title}
        description={props.description}
      >
        <ActionForm
          action={action}
          fields={fields}
          label={label}
          lost={lost}
          onPending={(isPending) => {
            setCreating(isPending);
            setAsking("no");
          }}
          onSuccess={({ data }) => {
            setSecret("unsaved");
            if (isMadeSecret(data)) props.onMade?.(data);
          }}
        >
          {(state) =>
            isMadeSecret(state.data)
              ? shown(state.data, {
                  onSaved: (saved) => setSecret(saved ? "saved" : "unsaved"),
                  onDone: () => (secret === "saved" ? close() : ask()),
                })
              : form
          }
        </ActionForm>
        <p role="status" className={asking === "wait" ? "text-ink-muted" : "sr-only"}>
          {asking === "wait" ? props.wait : null}
        </p>
      </Sheet>
      <DiscardDialog
        title="Close without copying?"
        discardLabel="Close without copying"
        keepLabel="Keep open"
        open={asking === "discard"}
        onKeep={() => setAsking("no")}
        onDiscard={close}
      >
        {props.discarded}
      </DiscardDialog>
    </>
  );
}

/**
 * Reads the page again once the sheet of a made secret is gone, also by Back, which shows the page as it was. Not before:
 * the action itself renders nothing, so that a connection that breaks off in between costs no more than a message.
 */
function useFreshPage(isMade: boolean): void {
  const refresh = useRefresh();
  const leave = useEffectEvent(() => (isMade ? void refresh() : undefined));
  useEffect(() => () => leave(), []);
}

function isMadeSecret(data: unknown): data is MadeSecret {
  return typeof data === "object" && data !== null && "secret" in data && "keyId" in data;
}
