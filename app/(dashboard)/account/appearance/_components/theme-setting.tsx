"use client";

import { useState } from "react";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { RadioCards } from "@/components/ui/forms/radio-cards";
import { submitChange } from "@/components/ui/forms/submit-change";
import { appearanceAction } from "../actions";

const themes = [
  { value: "system", label: "System", hint: "Follows your device." },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

/** The theme of this account, saved when it is chosen. */
export function ThemeSetting({ theme }: { readonly theme: string }) {
  const [wanted, setWanted] = useState<string | null>(null);
  const settle = () => setWanted(null);
  return (
    <ActionForm
      action={appearanceAction}
      label="Theme"
      layout="setting"
      undo={{ theme }}
      onSuccess={settle}
      onError={settle}
    >
      <RadioCards
        name="theme"
        legend="Theme"
        options={themes}
        columns={3}
        value={wanted ?? theme}
        onChange={(value, form) => {
          if (submitChange(form)) setWanted(value);
        }}
      />
      <noscript>
        <SubmitButton size="small">Save theme</SubmitButton>
      </noscript>
    </ActionForm>
  );
}
