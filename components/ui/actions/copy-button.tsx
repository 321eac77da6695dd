"use client";

import { Check, Copy, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Button } from "./button";
import type { ButtonFace } from "./button-face";
import { iconButtonClasses } from "./icon-button-face";

type CopyButtonProps = Pick<ButtonFace, "variant" | "size"> & {
  readonly text: string;
  /** Accessible name: "Copy key". */
  readonly label: string;
  readonly iconOnly?: boolean;
  readonly onCopied?: () => void;
};

type Result = "none" | "copied" | "failed";

const shownMs = 2_000;
const messages: Readonly<Record<Result, string>> = {
  none: "",
  copied: "Copied",
  failed: "Couldn't copy. Select the text and copy it manually.",
};
const icons = { none: Copy, copied: Check, failed: TriangleAlert } as const;

/** Copies a text, and says in place whether it worked. It needs no toast or tooltip, which public pages do not load. */
export function CopyButton(props: CopyButtonProps) {
  const { text, label, iconOnly, variant = "secondary", size = "small", onCopied } = props;
  const [result, setResult] = useState<Result>("none");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setResult("copied");
      setTimeout(() => setResult("none"), shownMs);
      onCopied?.();
    } catch {
      // Browsers deny clipboard access without permission, or over plain http from another machine.
      setResult("failed");
    }
  };
  const Icon = icons[result];
  return (
    <>
      {iconOnly ? (
        <button
          type="button"
          aria-label={label}
          title={label}
          onClick={copy}
          className={iconButtonClasses({ size: "small" })}
        >
          <Icon aria-hidden />
        </button>
      ) : (
        <Button variant={variant} size={size} icon={<Icon aria-hidden />} onClick={copy}>
          {label}
        </Button>
      )}
      <span role="status" className={result === "failed" ? "text-sm text-danger" : "sr-only"}>
        {messages[result]}
      </span>
    </>
  );
}
