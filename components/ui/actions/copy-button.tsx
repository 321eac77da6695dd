"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { notify } from "@/components/ui/feedback/toaster";
import { Button } from "./button";
import type { ButtonFace } from "./button-face";
import { IconButton } from "./icon-button";

type CopyButtonProps = Pick<ButtonFace, "variant" | "size"> & {
  readonly text: string;
  /** Accessible name: "Copy key". */
  readonly label: string;
  readonly iconOnly?: boolean;
  readonly onCopied?: () => void;
};

const shownMs = 2_000;

export function CopyButton({
  text,
  label,
  iconOnly,
  variant = "secondary",
  size = "small",
  onCopied,
}: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), shownMs);
      onCopied?.();
    } catch {
      // Browsers deny clipboard access without permission, or over plain http from another machine.
      notify({
        title: "Couldn't copy",
        detail: "Select the text and copy it manually.",
        tone: "danger",
      });
    }
  };
  const icon = copied ? <Check aria-hidden /> : <Copy aria-hidden />;
  return (
    <>
      {iconOnly ? (
        <IconButton label={label} icon={icon} size="small" onClick={copy} />
      ) : (
        <Button variant={variant} size={size} icon={icon} onClick={copy}>
          {label}
        </Button>
      )}
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </>
  );
}
