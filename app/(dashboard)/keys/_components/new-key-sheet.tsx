"use client";

import { useCloseSheet } from "@/components/ui/overlays/use-close-sheet";
import { makeKey } from "../actions";
import { KeyFields } from "./key-fields";
import { NewSecret } from "./new-secret";
import { SecretSheet } from "./secrets/secret-sheet";

type NewKeySheetProps = {
  readonly kind: "inference" | "management";
  readonly closeHref: string;
  readonly apiBase: string;
  readonly model: string;
};

const lost =
  "The server's response was lost. The key may have been created: check the list, and delete it if its secret was lost.";

/** Creates a key and shows its secret once. */
export function NewKeySheet({ kind, closeHref, apiBase, model }: NewKeySheetProps) {
  const closeSheet = useCloseSheet(closeHref);
  return (
    <SecretSheet
      title={kind === "management" ? "Create management key" : "Create key"}
      description={
        kind === "management"
          ? "Manages keys and reads credits and activity. It cannot call models."
          : "Calls models with this workspace's credits."
      }
      label="Create key"
      action={makeKey}
      fields={{ kind }}
      lost={lost}
      wait="The key is being created. Its secret appears here, and is shown only once."
      discarded="This secret can't be shown again. Without it, the key can only be rotated or deleted."
      form={<KeyFields kind={kind} />}
      shown={(made, handlers) => (
        <NewSecret made={made} sample={kind === "inference" ? { apiBase, model } : null} {...handlers} />
      )}
      onClose={closeSheet}
    />
  );
}
