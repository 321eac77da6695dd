export type Tone = "neutral" | "positive" | "danger" | "warning" | "held" | "info" | "accent";

/** Soft background and readable text color of each tone. */
export const softTones: Record<Tone, string> = {
  neutral: "bg-surface-sunken text-ink-muted",
  positive: "bg-positive-soft text-positive",
  danger: "bg-danger-soft text-danger",
  warning: "bg-warning-soft text-warning",
  held: "bg-held-soft text-held",
  info: "bg-info-soft text-info",
  accent: "bg-accent-soft text-accent",
};
