import { classes } from "@/components/ui/classes";

export type IconButtonFace = {
  readonly variant?: "quiet" | "secondary";
  readonly size?: "small" | "medium";
};

const variants = {
  quiet: "text-ink-muted hover:bg-surface-sunken hover:text-ink",
  secondary: "border border-line-strong bg-surface-raised text-ink hover:bg-surface-sunken",
} as const;

/** The classes of a button with an icon only. */
export function iconButtonClasses({ variant = "quiet", size = "medium" }: IconButtonFace): string {
  return classes(
    "button-face relative inline-flex shrink-0 items-center justify-center overflow-hidden rounded-md transition-colors duration-150 [&_svg]:size-4",
    "disabled:opacity-55 aria-busy:opacity-55 max-sm:size-11 pointer-coarse:size-11",
    size === "small" ? "size-7" : "size-9",
    variants[variant],
  );
}
