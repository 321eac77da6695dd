"use client";

import { useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { CodeBlock } from "@/components/ui/data/code-block";
import { SecretField } from "@/components/ui/forms/secret-field";
import { LocalTabs } from "@/components/ui/layout/local-tabs";
import { DialogActions } from "@/components/ui/overlays/dialog";
import { keySnippets } from "@/lib/keys/rules/snippets";
import { FirstRequest } from "./first-request";
import type { MadeSecret, SecretHandlers } from "./secrets/secret-sheet";

type NewSecretProps = SecretHandlers & {
  readonly made: MadeSecret;
  /** For snippets that call a model; null for a management key, and for a rotation, whose programs exist. */
  readonly sample: { readonly apiBase: string; readonly model: string } | null;
};

/** A new secret, ready to paste. With a sample, also a line that tells when the first request of the key arrives. */
export function NewSecret({ made, sample, onSaved, onDone }: NewSecretProps) {
  const [saved, setSaved] = useState(false);
  const mark = (isSaved: boolean) => {
    setSaved(isSaved);
    onSaved(isSaved);
  };
  return (
    <>
      <SecretField label="API key" secret={made.secret} stored={saved} onStored={mark} />
      {sample ? (
        <>
          <Snippets secret={made.secret} {...sample} onCopied={() => mark(true)} />
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

type SnippetsProps = NonNullable<NewSecretProps["sample"]> & {
  readonly secret: string;
  readonly onCopied: () => void;
};

function Snippets({ onCopied, ...parts }: SnippetsProps) {
  const snippets = keySnippets(parts);
  const tab = (value: keyof typeof snippets, label: string) => ({
    value,
    label,
    content: <CodeBlock label={label} code={snippets[value]} onCopied={onCopied} />,
  });
  return (
    <LocalTabs label="Try it" tabs={[tab("dotenv", ".env"), tab("curl", "curl"), tab("openai", "openai")]} />
  );
}
