"use client";

import { startTransition } from "react";
import { notify } from "@/components/ui/feedback/notices";
import { reachServer } from "@/components/ui/forms/reach-server";
import { type FormAction, idleForm } from "@/lib/kernel/form-state";

export const themes = [
  { value: "light", label: "Use the light theme" },
  { value: "dark", label: "Use the dark theme" },
  { value: "system", label: "Use the theme of the system" },
] as const;

type Theme = (typeof themes)[number]["value"];

/** Changes the theme at once, and saves it to the account. If that fails, the theme stays until the page is loaded again. */
export function useTheme(save: FormAction | undefined): (theme: Theme) => void {
  return (theme) => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    const form = new FormData();
    form.set("theme", theme);
    if (!save) return;
    startTransition(async () => {
      const { status, message } = await reachServer(save)(idleForm, form);
      if (status === "error") notify({ title: "The theme wasn't saved.", detail: message, tone: "danger" });
    });
  };
}
