import type { ReactNode } from "react";
import { MomentText } from "@/components/product/moment-text";
import { Badge } from "@/components/ui/feedback/badge";
import { DefinitionList } from "@/components/ui/data/definition-list";
import type { Tone } from "@/components/ui/feedback/tone";
import type { SubjectCount } from "@/lib/deletions/find-deletion";
import { defaultFormats } from "@/lib/kernel/format";

const states: Readonly<Record<StepState, { readonly word: string; readonly tone: Tone }>> = {
  done: { word: "Done", tone: "positive" },
  "in progress": { word: "In progress", tone: "info" },
  waiting: { word: "Waiting", tone: "neutral" },
  kept: { word: "Kept", tone: "held" },
};

type StepState = "done" | "in progress" | "waiting" | "kept";

type StepProps = {
  readonly title: string;
  readonly state: StepState;
  /** When it was done; none for steps that are not. */
  readonly at?: Date | null;
  readonly counts?: readonly SubjectCount[];
  readonly children: ReactNode;
};

/** One step of a deletion: its state, when it was done, and how many rows of which table it removed. */
export function Step({ title, state, at, counts = [], children }: StepProps) {
  return (
    <li className="flex min-w-0 flex-col gap-2 border-t border-line pt-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{title}</h2>
        <Badge tone={states[state].tone}>{states[state].word}</Badge>
      </div>
      {at ? (
        <p className="text-sm text-ink-muted">
          <At at={at} />
        </p>
      ) : null}
      <p className="text-ink-muted">{children}</p>
      {counts.length > 0 ? (
        <DefinitionList
          items={counts.map((count) => ({ term: count.name, detail: <Rows count={count} /> }))}
        />
      ) : null}
    </li>
  );
}

/** A moment in UTC: the page knows no one's time zone. */
export function At({ at }: { readonly at: Date }) {
  return (
    <>
      <MomentText formats={defaultFormats} at={at} zone="UTC" /> UTC
    </>
  );
}

function Rows({ count: { rows, emptiedAt } }: { readonly count: SubjectCount }) {
  return (
    <>
      {defaultFormats.count(rows)}
      {emptiedAt ? (
        <span className="block text-sm text-ink-muted">
          Empty since <At at={emptiedAt} />
        </span>
      ) : null}
    </>
  );
}
