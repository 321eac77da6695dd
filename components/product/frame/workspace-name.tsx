import { Building2 } from "lucide-react";

/** The current workspace's name. Replaced by the switcher when the user has several. */
export function WorkspaceName({ name }: { readonly name: string }) {
  return (
    <p className="flex h-9 min-w-0 items-center gap-2 rounded-md border border-line bg-surface-raised px-2.5">
      <Building2 aria-hidden className="size-4 shrink-0 text-ink-muted" />
      <span className="sr-only">Workspace: </span>
      <span className="truncate font-medium">{name}</span>
    </p>
  );
}
