import type { ReactNode } from "react";

type SampleProps = {
  /** "Default", "Disabled", "Long text". */
  readonly state: string;
  readonly children: ReactNode;
};

/** A component in one state, below the name of the state. */
export function Sample({ state, children }: SampleProps) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <p className="text-sm text-ink-muted">{state}</p>
      <div className="min-w-0">{children}</div>
    </div>
  );
}

/** A text that wraps on every screen. */
export const longText =
  "Nightly batch of translated support conversations for the European region, including every follow-up question";

/** A text without spaces that is wider than a phone. */
export const longWord =
  "nightly-batch-of-translated-support-conversations-for-the-european-region@example.com";

/** Links of samples stay in the gallery. */
export const sampleHref = "#gallery";
