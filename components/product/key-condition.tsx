import { classes } from "@/components/ui/classes";
import type { KeyCondition as Condition } from "@/lib/keys/rules/key-condition";

const dots: Record<Condition["tone"], string> = {
  positive: "bg-positive",
  neutral: "bg-ink-faint",
  warning: "bg-warning",
  danger: "bg-danger",
};
const inks: Record<Condition["tone"], string> = {
  positive: "text-ink",
  neutral: "text-ink-muted",
  warning: "text-warning",
  danger: "text-danger",
};

/** The state of a key: a dot and a word. */
export function KeyCondition({ text, tone }: Condition) {
  return (
    <span className={classes("tabular inline-flex items-center gap-1.5 whitespace-nowrap", inks[tone])}>
      <span aria-hidden className={classes("size-1.5 shrink-0 rounded-full", dots[tone])} />
      {text}
    </span>
  );
}
