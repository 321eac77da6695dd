"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { useRefresh } from "@/components/product/use-refresh";
import { ActionForm } from "@/components/ui/forms/action-form";
import { DiscardDialog } from "@/components/ui/overlays/discard-dialog";
import { Sheet } from "@/components/ui/overlays/sheet";
import { useCloseSheet } from "@/components/ui/overlays/use-close-sheet";
import { makeKey } from "../actions";
import { KeyFields } from "./key-fields";
import { type MadeKey, NewSecret } from "./new-secret";
import { useLeaveGuard } from "./use-leave-guard";

type NewKeySheetProps = {
  readonly kind: "inference" | "management";
  readonly closeHref: string;
  readonly apiBase: string;
  readonly model: string;
};

const lost =
  "The server's response was lost. The key may have been created: check the list, and delete it if its secret was lost.";

/**
 * Creates a key and shows its secret once. While the key is being created nothing closes the sheet. Then, until the secret
 * is copied or marked as saved, every way of closing asks first: the button, ×, Escape, links, and the browser's back and
 * reload. A click outside never closes it.
 */
export function NewKeySheet({ kind, closeHref, apiBase, model }: NewKeySheetProps) {
  const closeSheet = useCloseSheet(closeHref);
  const [secret, setSecret] = useState<"none" | "unsaved" | "saved">("none");
  const [creating, setCreating] = useState(false);
  const [asking, setAsking] = useState<"no" | "discard" | "wait">("no");
  const ask = () => setAsking(creating ? "wait" : "discard");
  const leave = useLeaveGuard(creating || secret === "unsaved", ask);
  useFreshList(secret !== "none");
  const close = () => leave(closeSheet);
  return (
    <>
      <Sheet
        open
        keepOpenOutside
        onOpenChange={() => (creating || secret === "unsaved" ? ask() : close())}
        title={kind === "management" ? "New management key" : "New key"}
        description={
          kind === "management"
            ? "Manages keys and reads credits and activity. It cannot call models."
            : "Calls models with this workspace's credits."
        }
      >
        <ActionForm
          action={makeKey}
          fields={{ kind }}
          label="New key"
          lost={lost}
          onPending={(isPending) => {
            setCreating(isPending);
            setAsking("no");
          }}
          onSuccess={() => setSecret("unsaved")}
        >
          {(state) =>
            isMadeKey(state.data) ? (
              <NewSecret
                made={state.data}
                kind={kind}
                apiBase={apiBase}
                model={model}
                onSaved={(saved) => setSecret(saved ? "saved" : "unsaved")}
                onDone={() => (secret === "saved" ? close() : ask())}
              />
            ) : (
              <KeyFields kind={kind} />
            )
          }
        </ActionForm>
        <p role="status" className={asking === "wait" ? "text-ink-muted" : "sr-only"}>
          {asking === "wait"
            ? "The key is being created. Its secret appears here, and is shown only once."
            : null}
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
        This secret can&apos;t be shown again. Without it, the key can only be deleted.
      </DiscardDialog>
    </>
  );
}

/**
 * Reads the list again once the sheet of a created key is gone, also by Back, which shows the page as it was. Not before:
 * the action itself renders nothing, so that a connection that breaks off in between costs no more than a message.
 */
function useFreshList(isCreated: boolean): void {
  const refresh = useRefresh();
  const leave = useEffectEvent(() => (isCreated ? void refresh() : undefined));
  useEffect(() => () => leave(), []);
}

function isMadeKey(data: unknown): data is MadeKey {
  return typeof data === "object" && data !== null && "secret" in data && "keyId" in data;
}
