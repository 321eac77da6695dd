"use client";

import { unstable_rethrow } from "next/navigation";
import { startTransition } from "react";
import { notify } from "@/components/ui/feedback/notices";
import { type FormAction, idleForm } from "@/lib/kernel/form-state";
import { useHydrated } from "./use-hydrated";

/** Which results are announced in a toast rather than in the form. */
export type ToastFor = "none" | "success" | "all";

type Values = Readonly<Record<string, string>>;

type Announcement = {
  readonly action: FormAction;
  /** The form's hidden values. */
  readonly fields: Values;
  readonly toast: ToastFor;
  /** The values before the change; the toast offers to restore them. */
  readonly undo: Values | undefined;
};

/**
 * The action, announced when it is done, and not when its result is shown: the form may be in a row that it removes.
 * Before hydration it is the action itself, because only a server action can be submitted without script.
 */
export function useAnnounced(announcement: Announcement): FormAction {
  const { action, toast } = announcement;
  const isHydrated = useHydrated();
  return isHydrated && toast !== "none" ? announced(announcement) : action;
}

function announced({ action, fields, toast, undo }: Announcement): FormAction {
  return async (state, form) => {
    const result = await action(state, form);
    if (result.status === "success" && result.message) {
      notify({
        title: result.message,
        ...(undo && { action: { label: "Undo", run: () => restore(action, { ...fields, ...undo }) } }),
      });
    }
    if (result.status === "error" && toast === "all")
      notify({ title: result.message ?? "That didn't work.", tone: "danger" });
    return result;
  };
}

/** Submits the earlier values. A failure is a toast: the form may be gone. */
function restore(action: FormAction, values: Values): void {
  const failed = (message = "The change couldn't be undone. Check your connection.") =>
    notify({ title: message, tone: "danger" });
  startTransition(async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(values)) form.set(name, value);
    try {
      const result = await action(idleForm, form);
      if (result.status === "error") failed(result.message);
      else notify({ title: "Change undone." });
    } catch (error) {
      // A redirect, such as to the sign-in page, is thrown as an exception and belongs to the framework.
      unstable_rethrow(error);
      failed();
    }
  });
}
