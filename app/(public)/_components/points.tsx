import { ChartColumn, KeyRound, ShieldCheck, Wallet } from "lucide-react";

const points = [
  {
    icon: Wallet,
    title: "Exact credits",
    text: "Every request is debited to the billionth of a dollar, once, and the sum always adds up.",
  },
  {
    icon: KeyRound,
    title: "Keys with limits",
    text: "A limit, a reset and an end for each key; it stops with the request that would pass it.",
  },
  {
    icon: ChartColumn,
    title: "Every request, seen",
    text: "Model, tokens, cost and time of each request, within a second.",
  },
  {
    icon: ShieldCheck,
    title: "Nothing of its content",
    text: "Prompts and answers are not stored, not even when something fails, unless you ask for it.",
  },
] as const;

/** What the product is for, in four sentences. */
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
