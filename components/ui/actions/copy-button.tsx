"use client";

import { Check, Copy, TriangleAlert } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "./button";
import type { ButtonFace } from "./button-face";
import { copiedMs, copyMessages, type CopyResult } from "./copy-result";
import { iconButtonClasses } from "./icon-button-face";

type CopyButtonProps = Pick<ButtonFace, "variant" | "size"> & {
  readonly text: string;
  /** Accessible name: "Copy key". */
  readonly label: string;
  readonly iconOnly?: boolean;
  readonly onCopied?: () => void;
};

/**
 * Copies a text, and says in place whether it worked. It needs no toast or tooltip, which public pages do not load. On
 * plain pages its script copies the code beside it (`components/plain/main.ts`).
 */
export function CopyButton(props: CopyButtonProps) {
  const { text, label, iconOnly, variant = "secondary", size = "small", onCopied } = props;
  const [result, setResult] = useState<CopyResult>("none");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const copy = async () => {
    clearTimeout(timer.current);
    try {
      await navigator.clipboard.writeText(text);
      setResult("copied");
      timer.current = setTimeout(() => setResult("none"), copiedMs);
      onCopied?.();
    } catch {
      // Browsers deny clipboard access without permission, or over plain http from another machine.
      setResult("failed");
    }
  };
  return (
    <>
      {iconOnly ? (
        <button
          type="button"
          aria-label={label}
          title={label}
          data-copy-result={result}
          onClick={copy}
          className={`${iconButtonClasses({ size: "small" })} noscript:hidden`}
        >
          <ResultIcon />
        </button>
      ) : (
        <Button variant={variant} size={size} icon={<ResultIcon />} data-copy-result={result} onClick={copy}>
          {label}
        </Button>
      )}
      <span role="status" className={copyMessages[result].className}>
        {copyMessages[result].text}
      </span>
    </>
  );
}

/** All three, of which the button's state shows one. */
function ResultIcon() {
  return (
    <>
      <Copy aria-hidden className="in-data-[copy-result=copied]:hidden in-data-[copy-result=failed]:hidden" />
      <Check aria-hidden className="hidden in-data-[copy-result=copied]:block" />
      <TriangleAlert aria-hidden className="hidden in-data-[copy-result=failed]:block" />
    </>
  );
}
