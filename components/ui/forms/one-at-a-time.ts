"use client";

import { type FormEvent, useEffect, useRef } from "react";
import type { FormState } from "@/lib/kernel/form-state";

/**
 * Lets a form be submitted once at a time: a script, or a key that is held, can submit it again before React has rendered
 * that the first submission is pending.
 */
export function useOneAtATime(state: FormState, pending: boolean): (event: FormEvent) => void {
  const isSubmitted = useRef(false);
  useEffect(() => {
    isSubmitted.current = pending;
  }, [state, pending]);
  return (event) => {
    if (event.defaultPrevented) return;
    if (isSubmitted.current) event.preventDefault();
    isSubmitted.current = true;
  };
}
