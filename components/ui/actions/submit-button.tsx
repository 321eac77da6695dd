"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";
import type { ButtonFace } from "./button-face";

type SubmitButtonProps = ButtonFace & {
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
  /** Submitted with the form when this button submits it. */
  readonly name?: string;
  readonly value?: string;
};

/** Submits its form, and shows that the submission is pending. */
export function SubmitButton({ variant = "primary", ...rest }: SubmitButtonProps) {
  const { pending } = useFormStatus();
  return <Button {...rest} type="submit" variant={variant} pending={pending} />;
}
