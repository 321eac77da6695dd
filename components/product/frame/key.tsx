/** The name of a key on the keyboard. */
export function Key({ name }: { readonly name: string }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-surface-sunken px-1 font-mono text-xs text-ink-muted">
      {name}
    </kbd>
  );
}
