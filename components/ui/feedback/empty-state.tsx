import type { ReactNode } from "react";

type EmptyStateProps = {
  readonly icon?: ReactNode;
  /** "No requests yet". */
  readonly title: string;
  /** Why it is empty, and how to fill it. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** One line instead of a block in the middle, for lists among settings. Without icon and action. */
  readonly inline?: boolean;
};

/** Says that a region is empty, why, and what to do next. */
export function EmptyState({ icon, title, children, action, inline = false }: EmptyStateProps) {
  if (inline) {
    return (
      <div className="flex flex-wrap gap-x-2 py-3">
        <p className="font-medium">{title}</p>
        <div className="text-ink-muted">{children}</div>
      </div>
    );
  }
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-10 text-center">
      {icon ? <span className="text-ink-faint [&_svg]:size-6">{icon}</span> : null}
      <div className="flex max-w-[46ch] flex-col gap-1">
        <p className="font-medium">{title}</p>
        <div className="text-ink-muted">{children}</div>
      </div>
      {action}
    </div>
  );
}
