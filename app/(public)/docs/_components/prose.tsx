/** A sentence of the OpenAPI document, in which backticks mark code. */
export function Prose({ text }: { readonly text: string }) {
  return text.split("`").map((part, index) =>
    index % 2 === 1 ? (
      <code key={index} className="font-mono text-sm break-id">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
