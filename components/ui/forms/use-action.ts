"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { notify } from "@/components/ui/feedback/notices";
import { type FormAction, type FormState, idleForm } from "@/lib/kernel/form-state";
import { reachServer } from "./reach-server";

type Fields = Readonly<Record<string, string>>;
type Run = (fields: Fields) => void;

/**
 * Runs a server action from a menu or a toast, where there is no form. A failure is shown as a toast; success is passed
 * on, with the fields and a way to run the action again (to undo it). After a failure the page is read again, because it
 * shows what the action found changed or gone; not when the server is away.
 */
export function useAction(
  action: FormAction,
  onSuccess?: (state: FormState, fields: Fields, again: Run) => void,
): Run {
  const router = useRouter();
  const [, start] = useTransition();
  const run: Run = (fields) =>
    start(async () => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      const state = await reachServer(action)(idleForm, form);
      if (state.status === "success") return onSuccess?.(state, fields, run);
      notify({
        title: state.message ?? Object.values(state.fieldErrors ?? {}).join(" "),
        detail: state.requestId && `Request ${state.requestId}`,
        tone: "danger",
      });
      if (!state.isLost) router.refresh();
    });
  return run;
}
