"use client";

import type { ComponentPropsWithRef, MouseEvent, ReactNode } from "react";
import { type ButtonFace, buttonClasses } from "./button-face";

export type ButtonProps = Omit<ComponentPropsWithRef<"button">, "className" | "style"> &
  ButtonFace & {
    readonly icon?: ReactNode;
    /** While true, label, width and focus stay, and further presses do nothing. */
    readonly pending?: boolean;
  };

export function Button(props: ButtonProps) {
  const { variant, size, wide, icon, pending = false, children, onClick, type = "button", ...rest } = props;
  // Not `disabled`, because that would drop the focus from the button just pressed.
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (pending) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      onClick={press}
      aria-disabled={pending || rest["aria-disabled"] || undefined}
      aria-busy={pending || undefined}
      className={buttonClasses({ variant, size, wide })}
    >
      {icon}
      {children}
    </button>
  );
}
