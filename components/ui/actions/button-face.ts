import { classes } from "@/components/ui/classes";

type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
type ButtonSize = "small" | "medium" | "large";

export type ButtonFace = {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** Full width, for the only button of a narrow form. */
  readonly wide?: boolean;
};

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-accent-ink hover:bg-accent-strong",
  secondary: "border border-line-strong bg-surface-raised text-ink hover:bg-surface-sunken",
  quiet: "text-ink-muted hover:bg-surface-sunken hover:text-ink",
  danger: "bg-danger text-danger-ink hover:bg-danger-strong",
};

const sizes: Record<ButtonSize, string> = {
  small: "h-7 px-2.5 text-sm",
  medium: "h-9 px-3.5 text-base",
  large: "h-11 px-5 text-lg",
};

/** The classes of a button, shared by buttons and by links that look like one. */
export function buttonClasses({ variant = "secondary", size = "medium", wide = false }: ButtonFace): string {
  return classes(
    "button-face relative inline-flex shrink-0 items-center justify-center gap-2 overflow-hidden rounded-md font-medium whitespace-nowrap",
    "transition-colors duration-150 select-none max-sm:min-h-11 pointer-coarse:min-h-11",
    "disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
    variants[variant],
    sizes[size],
    wide && "w-full",
  );
}
