"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import type { FormAction } from "@/lib/kernel/form-state";

export const unreachable = "The server can't be reached. Check your connection and try again.";
const outdated = "This page is from an earlier version. Reload it and try again.";

/**
 * The action, with a call that got no response as an error of the form: otherwise the error page would replace the form
 * and what was typed into it. `lost` is that error, for an action that may have run although its response was lost. A
 * redirect, such as to the sign-in page, is an exception that belongs to the framework.
 */
export function reachServer(action: FormAction, lost: string = unreachable): FormAction {
  return async (state, form) => {
    try {
      return await action(state, form);
    } catch (error) {
      unstable_rethrow(error);
      const values = state.values && { values: state.values };
      if (unstable_isUnrecognizedActionError(error)) return { status: "error", message: outdated, ...values };
      return { status: "error", message: lost, isLost: true, ...values };
    }
  };
}
