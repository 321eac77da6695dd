/** The mark: a ticket stub, its perforation at the right, and the line that was written on it. */
export function Mark({ size = 20 }: { readonly size?: 16 | 20 | 24 | 32 }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 24 24" className="shrink-0 text-accent">
      <path
        fill="currentColor"
        fillRule="evenodd"
        d="M4 4h11.5a.5.5 0 0 1 .5.5v.75a.75.75 0 0 0 1.5 0V4.5a.5.5 0 0 1 .5-.5H20a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-2a.5.5 0 0 1-.5-.5v-.75a.75.75 0 0 0-1.5 0v.75a.5.5 0 0 1-.5.5H4a2 2 0 0 1-2-2v-3.5a2.5 2.5 0 0 0 0-5V6a2 2 0 0 1 2-2Zm12.75 3.75a.75.75 0 0 0-.75.75v1a.75.75 0 0 0 1.5 0v-1a.75.75 0 0 0-.75-.75Zm0 5.5a.75.75 0 0 0-.75.75v1a.75.75 0 0 0 1.5 0v-1a.75.75 0 0 0-.75-.75ZM6.75 8.5h6a.75.75 0 0 1 0 1.5h-6a.75.75 0 0 1 0-1.5Zm0 5.5h4a.75.75 0 0 1 0 1.5h-4a.75.75 0 0 1 0-1.5Z"
      />
    </svg>
  );
}
