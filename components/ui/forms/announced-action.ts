"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { notify } from "@/components/ui/feedback/notices";
import { type FormAction, idleForm } from "@/lib/kernel/form-state";
import { reachServer } from "./reach-server";
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
  /** The error when no response arrived. */
  readonly lost: string | undefined;
};

/**
 * The action, announced when it is done, and not when its result is shown: the form may be in a row that it removes.
 * Before hydration it is the action itself, because only a server action can be submitted without script.
 */
export function useAnnounced(announcement: Announcement): FormAction {
  const router = useRouter();
  const isHydrated = useHydrated();
  return isHydrated ? announced(announcement, () => router.refresh()) : announcement.action;
}

function announced({ action, fields, toast, undo, lost }: Announcement, refresh: () => void): FormAction {
  const send = reachServer(action, lost);
  return async (state, form) => {
    const result = await send(state, form);
    if (toast !== "none" && result.status === "success" && result.message) {
      notify({
        title: result.message,
        ...(undo && {
          action: { label: "Undo", run: () => restore(action, { ...fields, ...undo }, refresh) },
        }),
      });
    }
    if (result.status === "error" && toast === "all")
      notify({ title: result.message ?? "That didn't work.", tone: "danger" });
    return result;
  };
}

/**
 * Submits the earlier values. A failure is a toast, since the form may be gone, and the page is read again, since it may
 * show what no longer exists.
 */
function restore(action: FormAction, values: Values, refresh: () => void): void {
  startTransition(async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(values)) form.set(name, value);
    const result = await reachServer(action)(idleForm, form);
    if (result.status !== "error") return notify({ title: "Change undone." });
    notify({ title: "The change wasn't undone.", detail: result.message, tone: "danger" });
    if (!result.isLost) refresh();
  });
}
