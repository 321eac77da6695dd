"use client";

import { useQuery } from "@tanstack/react-query";
import { Circle, CircleCheck, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { IconButton } from "@/components/ui/actions/icon-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { paths } from "@/lib/kernel/paths";
import type { Checklist } from "@/lib/workspaces/rules/checklist";
import { isSessionEnded, readPageJson } from "./session-ended";

/** Set in the browser that dismissed the bar. Not a cookie: sign-in alone needs those. */
const dismissal = "setup-dismissed";

type Step = {
  readonly done: boolean;
  readonly label: string;
  readonly href: string;
  readonly detail: string;
};

/**
 * One poll for everything that waits for the first steps. It pauses in a hidden tab, and ends with the last step or with
 * the session.
 */
export const checklistQuery = {
  queryKey: ["checklist"],
  queryFn: fetchChecklist,
  retry: (count: number, error: Error) => count < 1 && !isSessionEnded(error),
  refetchInterval: ({ state }: { readonly state: { readonly data?: Checklist; readonly error: unknown } }) =>
    state.data?.isDone || isSessionEnded(state.error) ? false : 2_000,
} as const;

/** The first steps as a bar that names the next one and unfolds. Steps are checked off as they are completed. */
export function SetupBar({ initial }: { readonly initial: Checklist }) {
  const isDismissed = useSyncExternalStore(subscribe, wasDismissed, () => false);
  const { data } = useQuery({ ...checklistQuery, initialData: initial });
  if (data.isDone || isDismissed) return null;
  const steps = stepsOf(data);
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done);
  return (
    <section aria-label="Setup" className="relative rounded-lg border border-line bg-surface-raised">
      <details className="min-w-0">
        <summary className="flex min-h-11 list-none items-center gap-3 rounded-lg pr-24 pl-4 hover:bg-surface-sunken [&::-webkit-details-marker]:hidden">
          <span className="tabular shrink-0 font-medium">
            Setup {done}/{steps.length}
          </span>
          <span className="truncate text-ink-muted max-sm:hidden">Show all steps</span>
        </summary>
        <ol className="flex flex-col border-t border-line px-4 py-1">
          {steps.map((step) => (
            <StepRow key={step.label} step={step} />
          ))}
        </ol>
      </details>
      {next ? (
        <p className="absolute top-0 right-11 flex h-11 items-center gap-1 text-ink-muted">
          Next: <TextLink href={next.href}>{next.label}</TextLink>
        </p>
      ) : null}
      <span className="absolute top-0.5 right-1">
        <IconButton
          label="Dismiss setup"
          hideTooltip
          icon={<X aria-hidden />}
          onClick={() => {
            localStorage.setItem(dismissal, "1");
            window.dispatchEvent(new StorageEvent("storage", { key: dismissal }));
          }}
        />
      </span>
    </section>
  );
}

const wasDismissed = () => localStorage.getItem(dismissal) !== null;

function subscribe(changed: () => void): () => void {
  window.addEventListener("storage", changed);
  return () => window.removeEventListener("storage", changed);
}

function StepRow({ step }: { readonly step: Step }) {
  const Icon = step.done ? CircleCheck : Circle;
  return (
    <li className="flex min-h-8 items-center gap-3 max-sm:min-h-11">
      <Icon aria-hidden className={`size-4 shrink-0 ${step.done ? "text-positive" : "text-ink-faint"}`} />
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2">
        {step.done ? (
          <span className="text-ink-muted">{step.label}</span>
        ) : (
          <TextLink href={step.href}>{step.label}</TextLink>
        )}
        <span className="sr-only">{step.done ? "(done)" : "(to do)"}</span>
        <span className="text-sm text-ink-muted">{step.detail}</span>
      </span>
    </li>
  );
}

function stepsOf(list: Checklist): readonly Step[] {
  return [
    { done: list.addressConfirmed, label: "Confirm your email address", href: paths.verify, detail: "" },
    { done: list.creditsAdded, label: "Add credits", href: paths.credits, detail: "From $5.00." },
    { done: list.keyMade, label: "Create key", href: `${paths.keys}?new=1`, detail: "It's shown once." },
    {
      done: list.requestSent,
      label: "Send your first request",
      href: paths.docs,
      detail: "It appears here within a second.",
    },
    {
      done: list.privacySet,
      label: "Review privacy settings",
      href: paths.privacy,
      detail: "Choose what is logged and who may train on it.",
    },
  ];
}

function fetchChecklist(): Promise<Checklist> {
  return readPageJson("/api/dashboard/checklist");
}
