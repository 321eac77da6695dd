import type { ReactNode } from "react";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { Badge } from "@/components/ui/feedback/badge";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ActionForm } from "@/components/ui/forms/action-form";
import { Card } from "@/components/ui/layout/card";
import { Stack } from "@/components/ui/layout/stack";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { LatestRun } from "@/lib/jobs/recorded-runs";
import type { FormAction } from "@/lib/kernel/form-state";
import { RefreshWhileRunning } from "@/components/product/refresh-while-running";

type RecordedRunProps = {
  readonly title: string;
  readonly description: string;
  /** "Verification": begins the sentence about the state. */
  readonly name: string;
  readonly action: FormAction;
  /** Names the form for screen readers. */
  readonly label: string;
  readonly button: string;
  readonly latest: LatestRun<object>;
  /** Sentences about failures, by code. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly notYet: string;
  /** The newest result; null before the first. */
  readonly children: ReactNode;
};

/** A card about runs that a job makes and an operator can request: the last result, the one in progress, and a button. */
export async function RecordedRun({ latest, name, reasons, children, ...card }: RecordedRunProps) {
  const { unfinished, failed } = latest;
  const formats = await viewerFormats();
  const state = !unfinished
    ? null
    : unfinished.startedAt
      ? `${name} running since ${formats.moment(unfinished.startedAt, "UTC")}${unfinished.step ? `: ${unfinished.step}` : ""}`
      : `${name} requested. It starts within seconds.`;
  return (
    <Card
      title={card.title}
      description={card.description}
      action={
        unfinished ? null : (
          <ActionForm action={card.action} label={card.label} layout="row">
            <SubmitButton variant="secondary">{card.button}</SubmitButton>
          </ActionForm>
        )
      }
    >
      <Stack>
        <p role="status" className={state ? "" : "sr-only"}>
          {state}
        </p>
        {unfinished ? <RefreshWhileRunning /> : null}
        {failed ? (
          <p>
            <Badge tone="warning">Not finished</Badge> {formats.moment(failed.finishedAt, "UTC")}:{" "}
            {reasons[failed.failure] ?? otherReason}
            {children ? " The results below are older." : ""}
          </p>
        ) : null}
        {children ?? (
          <EmptyState title={card.notYet}>
            Results appear here after the first {name.toLowerCase()}.
          </EmptyState>
        )}
      </Stack>
    </Card>
  );
}

const otherReason = "the database did not respond or reported an error. The log has the details.";
