const facts = [
  { title: "Exact credits", text: "Each request is billed once, to a billionth of a dollar." },
  {
    title: "Keys with limits",
    text: "Set a limit, reset schedule, and expiration for each key. Requests over the limit are rejected.",
  },
  {
    title: "Prompts stay private",
    text: "Prompts and completions are never stored, even on errors, unless you opt in.",
  },
] as const;

/** The product in three facts. */
export function Facts() {
  return (
    <ul className="grid gap-x-10 gap-y-6 border-t border-line pt-6 sm:grid-cols-3">
      {facts.map(({ title, text }) => (
        <li key={title} className="flex min-w-0 flex-col gap-1">
          <h2 className="font-semibold">{title}</h2>
          <p className="text-ink-muted">{text}</p>
        </li>
      ))}
    </ul>
  );
}
