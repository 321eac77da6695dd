"use client";

import { Check, Copy } from "lucide-react";
import { type ReactNode, useState } from "react";
import { classes } from "@/components/ui/classes";
import { notify } from "@/components/ui/feedback/notices";

type CopyValueProps = {
  /** What is copied: the exact value, in full. */
  readonly value: string;
  /** What it is, for the button's name: "ID", "cost". */
  readonly label: string;
  /** Shown instead of the value: a shortened id, a rounded amount. */
  readonly children?: ReactNode;
  /** Ids and keys are set in mono, and break where the screen is narrow. */
  readonly mono?: boolean;
  /** In a right-aligned column the sign stands before the value, so that the values align. */
  readonly align?: "start" | "end";
};

const shownMs = 1_000;

/** An id or an amount that copies its exact value when it is clicked; a tick in place says so for a second. */
export function CopyValue({ value, label, children, mono = false, align = "start" }: CopyValueProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
      setTimeout(() => setCopied(false), shownMs);
    } catch {
      // Browsers deny clipboard access without permission, or over plain http from another machine.
      notify({ title: "Couldn't copy", detail: "Select the text and copy it manually.", tone: "danger" });
    }
  };
  return (
    <>
      <button
        type="button"
        onClick={copy}
        title={value}
        aria-label={`Copy ${label}: ${value}`}
        className={classes(
          "group/copy -mx-1 inline-flex max-w-[calc(100%+0.5rem)] items-baseline gap-1 rounded-sm px-1 py-0.5 text-left hover:bg-surface-sunken",
          align === "end" && "flex-row-reverse",
        )}
      >
        <span
          className={classes("tabular min-w-0", mono ? "font-mono text-sm break-id" : "whitespace-nowrap")}
        >
          {children ?? value}
        </span>
        {copied ? (
          <Check aria-hidden className="size-3.5 shrink-0 self-center text-positive" />
        ) : (
          <Copy
            aria-hidden
            className="size-3.5 shrink-0 self-center text-ink-faint opacity-0 transition-opacity duration-120 group-hover/copy:opacity-100 group-focus-visible/copy:opacity-100"
          />
        )}
      </button>
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </>
  );
}
