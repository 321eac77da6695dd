"use client";

import { useState } from "react";
import { LinkButton } from "@/components/ui/actions/link-button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SecretField } from "@/components/ui/forms/secret-field";
import { SelectField } from "@/components/ui/forms/select-field";
import { TextField } from "@/components/ui/forms/text-field";
import { CodeBlock } from "@/components/ui/data/code-block";
import { LocalTabs } from "@/components/ui/layout/local-tabs";
import { RouteSheet } from "@/components/ui/overlays/sheet";
import { keySnippets } from "@/lib/keys/rules/snippets";
import { makeKey } from "../actions";

type NewKeySheetProps = {
  readonly kind: "inference" | "management";
  readonly closeHref: string;
  readonly apiBase: string;
  readonly model: string;
};

export function NewKeySheet({ kind, closeHref, apiBase, model }: NewKeySheetProps) {
  return (
    <RouteSheet
      title={kind === "management" ? "New management key" : "New key"}
      description={
        kind === "management"
          ? "Manages keys and reads credits and activity. It cannot call models."
          : "Calls models with this workspace's credits."
      }
      closeHref={closeHref}
    >
      <ActionForm action={makeKey} fields={{ kind }} label="New key">
        {(state) =>
          state.status === "success" && typeof state.data === "string" ? (
            <NewSecret
              secret={state.data}
              kind={kind}
              apiBase={apiBase}
              model={model}
              closeHref={closeHref}
            />
          ) : (
            <KeyFields kind={kind} />
          )
        }
      </ActionForm>
    </RouteSheet>
  );
}

function KeyFields({ kind }: { readonly kind: NewKeySheetProps["kind"] }) {
  return (
    <>
      <TextField
        name="name"
        label="Name"
        hint="Where you'll use it, such as “Production” or “Laptop”."
        maxLength={200}
        autoComplete="off"
      />
      {kind === "inference" ? (
        <>
          <TextField
            name="limit"
            label="Spending limit"
            prefix="$"
            inputMode="decimal"
            numeric
            optional
            placeholder="25"
            hint="Requests over the limit are rejected. Leave blank for no limit."
          />
          <SelectField
            name="limitReset"
            label="Limit resets"
            hint="At 00:00 UTC. Weeks start on Monday."
            options={[
              { value: "", label: "Never" },
              { value: "daily", label: "Every day" },
              { value: "weekly", label: "Every week" },
              { value: "monthly", label: "Every month" },
            ]}
          />
        </>
      ) : null}
      <TextField
        name="expiresAt"
        type="date"
        label="Expires"
        optional
        hint="At the end of that day, UTC. You can't change this later."
      />
      <div>
        <SubmitButton>Create key</SubmitButton>
      </div>
    </>
  );
}

type NewSecretProps = NewKeySheetProps & { readonly secret: string };

function NewSecret({ secret, kind, apiBase, model, closeHref }: NewSecretProps) {
  const [stored, setStored] = useState(false);
  const snippets = keySnippets({ secret, apiBase, model });
  return (
    <>
      <SecretField label="API key" secret={secret} onStored={setStored} />
      {kind === "inference" ? (
        <LocalTabs
          label="Try it"
          tabs={[
            { value: "curl", label: "curl", content: <CodeBlock label="curl" code={snippets.curl} /> },
            {
              value: "openai",
              label: "openai",
              content: <CodeBlock label="openai" code={snippets.openai} />,
            },
            {
              value: "dotenv",
              label: ".env",
              content: <CodeBlock label=".env line" code={snippets.dotenv} />,
            },
          ]}
        />
      ) : null}
      <div>
        <LinkButton href={closeHref} variant={stored ? "primary" : "secondary"}>
          {stored ? "Done" : "Close without saving"}
        </LinkButton>
      </div>
    </>
  );
}
