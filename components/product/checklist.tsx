"use client";

import { useQuery } from "@tanstack/react-query";
import { Circle, CircleCheck } from "lucide-react";
import { TextLink } from "@/components/ui/actions/text-link";
import { CodeBlock } from "@/components/ui/data/code-block";
import { Card } from "@/components/ui/layout/card";
import { paths } from "@/lib/kernel/paths";
import type { Checklist } from "@/lib/workspaces/rules/checklist";

type ChecklistCardProps = {
  readonly initial: Checklist;
  /** "http://localhost:3000/api/v1" */
  readonly apiBase: string;
  /** The model that the first request calls. */
  readonly model: string;
};

type Step = {
  readonly done: boolean;
  readonly label: string;
  readonly href: string;
  readonly detail: string;
};

/** The first steps, checked off as they are completed. Renders nothing once all are done. */
export function ChecklistCard({ initial, apiBase, model }: ChecklistCardProps) {
  const { data } = useQuery({
    queryKey: ["checklist"],
    queryFn: fetchChecklist,
    initialData: initial,
    refetchInterval: (query) => (query.state.data?.isDone ? false : 3_000),
  });
  if (data.isDone) return null;
  const steps = stepsOf(data);
  const done = steps.filter((step) => step.done).length;
  return (
    <Card title="First steps" description={`${done} of ${steps.length} done.`}>
      <ol className="flex flex-col divide-y divide-line">
        {steps.map((step) => (
          <StepRow key={step.label} step={step} />
        ))}
      </ol>
      {data.requestSent ? null : (
        <div className="flex min-w-0 flex-col gap-2">
          <p className="text-ink-muted">Send your first request. Replace $KEY with your key:</p>
          <CodeBlock label="curl" code={curl(apiBase, model)} />
        </div>
      )}
    </Card>
  );
}

function StepRow({ step }: { readonly step: Step }) {
  const Icon = step.done ? CircleCheck : Circle;
  return (
    <li className="flex min-h-11 items-center gap-3 py-2">
      <Icon aria-hidden className={`size-5 shrink-0 ${step.done ? "text-positive" : "text-ink-faint"}`} />
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
    { done: list.keyMade, label: "Create a key", href: `${paths.keys}?new=1`, detail: "It's shown once." },
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

function curl(apiBase: string, model: string): string {
  const body = JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }] });
  return [
    `curl ${apiBase}/chat/completions \\`,
    `  -H "Authorization: Bearer $KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${body}'`,
  ].join("\n");
}

async function fetchChecklist(): Promise<Checklist> {
  const response = await fetch("/api/dashboard/checklist");
  if (!response.ok) throw new Error("The checklist couldn't be loaded.");
  return response.json();
}
