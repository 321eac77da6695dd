"use client";

import { startTransition } from "react";
import { type FormAction, idleForm } from "@/lib/kernel/form-state";

export const themes = [
  { value: "light", label: "Use the light theme" },
  { value: "dark", label: "Use the dark theme" },
  { value: "system", label: "Use the theme of the system" },
] as const;

type Theme = (typeof themes)[number]["value"];

/** Changes the theme at once, and saves it to the account. */
export function useTheme(save: FormAction | undefined): (theme: Theme) => void {
  return (theme) => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    const form = new FormData();
    form.set("theme", theme);
    startTransition(async () => {
      await save?.(idleForm, form);
    });
  };
}
