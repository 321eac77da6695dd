"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionForm } from "@/components/ui/forms/action-form";
import { DiscardDialog } from "@/components/ui/overlays/discard-dialog";
import { Sheet } from "@/components/ui/overlays/sheet";
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

/**
 * Creates a key and shows its secret once. Until the secret is copied, or marked as saved, every way of closing the sheet
 * asks first: the button, ×, Escape, links, and the browser's back and reload. A click outside never closes it.
 */
export function NewKeySheet({ kind, closeHref, apiBase, model }: NewKeySheetProps) {
  const router = useRouter();
  const [secret, setSecret] = useState<"none" | "unsaved" | "saved">("none");
  const [asking, setAsking] = useState(false);
  const leave = useLeaveGuard(secret === "unsaved", () => setAsking(true));
  // Replaced, so that Back from the list does not open the sheet again.
  const close = () => leave(() => router.replace(closeHref, { scroll: false }));
  return (
    <>
      <Sheet
        open
        keepOpenOutside
        onOpenChange={() => (secret === "unsaved" ? setAsking(true) : close())}
        title={kind === "management" ? "New management key" : "New key"}
        description={
          kind === "management"
            ? "Manages keys and reads credits and activity. It cannot call models."
            : "Calls models with this workspace's credits."
        }
      >
        <ActionForm action={makeKey} fields={{ kind }} label="New key" onSuccess={() => setSecret("unsaved")}>
          {(state) =>
            isMadeKey(state.data) ? (
              <NewSecret
                made={state.data}
                kind={kind}
                apiBase={apiBase}
                model={model}
                onSaved={(saved) => setSecret(saved ? "saved" : "unsaved")}
                onDone={() => (secret === "saved" ? close() : setAsking(true))}
              />
            ) : (
              <KeyFields kind={kind} />
            )
          }
        </ActionForm>
      </Sheet>
      <DiscardDialog
        title="Close without copying?"
        discardLabel="Close without copying"
        keepLabel="Keep open"
        open={asking}
        onKeep={() => setAsking(false)}
        onDiscard={close}
      >
        This secret can&apos;t be shown again. Without it, the key can only be deleted.
      </DiscardDialog>
    </>
  );
}

function isMadeKey(data: unknown): data is MadeKey {
  return typeof data === "object" && data !== null && "secret" in data && "keyId" in data;
}
