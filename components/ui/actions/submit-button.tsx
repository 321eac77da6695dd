"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";
import type { ButtonFace } from "./button-face";

type SubmitButtonProps = ButtonFace & {
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
  /** Sent with the form when this button sends it. */
  readonly name?: string;
  readonly value?: string;
};

/** Sends the form it stands in, and shows that the form is on its way. */
export function SubmitButton({ variant = "primary", ...rest }: SubmitButtonProps) {
  const { pending } = useFormStatus();
  return <Button {...rest} type="submit" variant={variant} pending={pending} />;
}
