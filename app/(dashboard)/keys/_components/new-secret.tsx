"use client";

import { useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { CodeBlock } from "@/components/ui/data/code-block";
import { SecretField } from "@/components/ui/forms/secret-field";
import { LocalTabs } from "@/components/ui/layout/local-tabs";
import { DialogActions } from "@/components/ui/overlays/dialog";
import { keySnippets } from "@/lib/keys/rules/snippets";
import { FirstRequest } from "./first-request";

export type MadeKey = { readonly secret: string; readonly keyId: string };

type NewSecretProps = {
  readonly made: MadeKey;
  readonly kind: "inference" | "management";
  readonly apiBase: string;
  readonly model: string;
  readonly onSaved: (saved: boolean) => void;
  readonly onDone: () => void;
};

/** A new key's secret, ready to paste, and a line that tells when the first request with it arrives. */
export function NewSecret({ made, kind, apiBase, model, onSaved, onDone }: NewSecretProps) {
  const [saved, setSaved] = useState(false);
  const snippets = keySnippets({ secret: made.secret, apiBase, model });
  const mark = (isSaved: boolean) => {
    setSaved(isSaved);
    onSaved(isSaved);
  };
  const tab = (value: keyof typeof snippets, label: string) => ({
    value,
    label,
    content: <CodeBlock label={label} code={snippets[value]} onCopied={() => mark(true)} />,
  });
  return (
    <>
      <SecretField label="API key" secret={made.secret} stored={saved} onStored={mark} />
      {kind === "inference" ? (
        <>
          <LocalTabs
            label="Try it"
            tabs={[tab("dotenv", ".env"), tab("curl", "curl"), tab("openai", "openai")]}
          />
          <FirstRequest keyId={made.keyId} />
        </>
      ) : null}
      <DialogActions>
        <Button variant={saved ? "primary" : "secondary"} onClick={onDone}>
          {saved ? "Done" : "Close without copying"}
        </Button>
      </DialogActions>
    </>
  );
}
