"use client";

import { Download, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { useRefresh } from "@/components/product/use-refresh";
import { Button } from "@/components/ui/actions/button";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { LinkButton } from "@/components/ui/actions/link-button";
import type { FormState } from "@/lib/kernel/form-state";

/** The codes in the result of an action that made some. */
export function codesIn(state: FormState): readonly string[] | null {
  const codes: unknown = state.status === "success" ? state.data : null;
  return Array.isArray(codes) ? codes.filter((code): code is string => typeof code === "string") : null;
}

type RecoveryCodesProps = {
  readonly codes: readonly string[];
  /** What has just happened, in a sentence. */
  readonly news: string;
  /** What else should be known. */
  readonly note?: string;
  readonly onDone?: () => void;
};

/** Recovery codes, on the only occasion when they are shown. Being done with them reads the page again. */
export function RecoveryCodes({ codes, news, note, onDone }: RecoveryCodesProps) {
  const refresh = useRefresh();
  const heading = useRef<HTMLParagraphElement>(null);
  // What had the focus is gone, and these codes must not be missed.
  useEffect(() => heading.current?.focus(), []);
  const text = `${codes.join("\n")}\n`;
  return (
    <div className="stub-edge flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-warning-soft p-4 pl-6">
      <p ref={heading} tabIndex={-1} className="font-medium">
        {news} Save your recovery codes.
      </p>
      <p className="flex items-start gap-2 text-warning">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>
          This is the only time they're shown. Each works once, in place of a code from the app. Without the
          app and these codes you can't sign in.
        </span>
      </p>
      {note ? <p>{note}</p> : null}
      <ol aria-label="Recovery codes" className="grid gap-x-6 gap-y-1 font-mono text-sm sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} label="Copy codes" variant="primary" size="medium" />
        <LinkButton
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="recovery-codes.txt"
          icon={<Download aria-hidden />}
        >
          Download
        </LinkButton>
        <Button
          onClick={() => {
            onDone?.();
            void refresh();
          }}
        >
          I've saved them
        </Button>
      </div>
    </div>
  );
}
