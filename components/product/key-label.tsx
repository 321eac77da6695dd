/** A key in shortened form: "sk-or-v1-3f2…9c1". Never the secret. */
export function KeyLabel({ text }: { readonly text: string }) {
  return <code className="font-mono text-sm break-id text-ink-muted">{text}</code>;
}
