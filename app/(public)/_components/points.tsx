import { ChartColumn, KeyRound, ShieldCheck, Wallet } from "lucide-react";

const points = [
  {
    icon: Wallet,
    title: "Exact credits",
    text: "Each request is billed once, to a billionth of a dollar.",
  },
  {
    icon: KeyRound,
    title: "Keys with limits",
    text: "Set a limit, reset schedule, and expiration for each key. Requests over the limit are rejected.",
  },
  {
    icon: ChartColumn,
    title: "Request-level activity",
    text: "See the model, tokens, cost, and time of each request within a second.",
  },
  {
    icon: ShieldCheck,
    title: "Prompts stay private",
    text: "Prompts and completions are never stored, even on errors, unless you opt in.",
  },
] as const;

/** The product's four selling points. */
export function Points() {
  return (
    <ul className="flex min-w-0 flex-col divide-y divide-line rounded-lg border border-line bg-surface-raised">
      {points.map(({ icon: Icon, title, text }) => (
        <li key={title} className="flex gap-4 p-4 sm:p-5">
          <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
          <div className="flex min-w-0 flex-col gap-0.5">
            <h2 className="font-semibold">{title}</h2>
            <p className="text-ink-muted">{text}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
