type ModelNameProps = {
  /** "sandbox/quill-large:free". */
  readonly id: string;
  /** Shown below the name. */
  readonly provider?: string;
};

/** A model's id with a muted author, and the provider that responded below it. */
export function ModelName({ id, provider }: ModelNameProps) {
  const slash = id.indexOf("/");
  return (
    <span className="inline-flex min-w-0 flex-col">
      <span className="break-id">
        {slash > 0 ? <span className="text-ink-muted">{id.slice(0, slash + 1)}</span> : null}
        {id.slice(slash + 1)}
      </span>
      {provider ? <span className="text-xs text-ink-muted">{provider}</span> : null}
    </span>
  );
}
