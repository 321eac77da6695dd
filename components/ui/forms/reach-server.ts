"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import type { FormAction } from "@/lib/kernel/form-state";

export const unreachable = "The server can't be reached. Check your connection and try again.";
const outdated = "This page is from an earlier version. Reload it and try again.";

/**
 * The action, with a call that got no response as an error of the form: otherwise the error page would replace the form
 * and what was typed into it. A redirect, such as to the sign-in page, is an exception that belongs to the framework.
 */
export function reachServer(action: FormAction): FormAction {
  return async (state, form) => {
    try {
      return await action(state, form);
    } catch (error) {
      unstable_rethrow(error);
      return {
        status: "error",
        message: unstable_isUnrecognizedActionError(error) ? outdated : unreachable,
        ...(state.values && { values: state.values }),
      };
    }
  };
}
