/** The logo: a ticket stub with a punched notch, two lines of writing, and a perforated edge. */
export function Mark({ size = 20 }: { readonly size?: 16 | 20 | 24 | 32 }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 24 24" className="shrink-0 text-accent">
      <path
        fill="currentColor"
        fillRule="evenodd"
        d="M5 4h9.25a.75.75 0 0 1 .75.75v14.5a.75.75 0 0 1-.75.75H5a2 2 0 0 1-2-2v-3a3 3 0 0 0 0-6V6a2 2 0 0 1 2-2Zm3 5a.75.75 0 0 0 0 1.5h4A.75.75 0 0 0 12 9H8Zm0 4.5A.75.75 0 0 0 8 15h2.5a.75.75 0 0 0 0-1.5H8ZM17 4h1.25a.75.75 0 0 1 0 1.5H17a.75.75 0 0 1 0-1.5Zm0 4.85h1.25a.75.75 0 0 1 0 1.5H17a.75.75 0 0 1 0-1.5Zm0 4.8h1.25a.75.75 0 0 1 0 1.5H17a.75.75 0 0 1 0-1.5Zm0 4.85h1.25a.75.75 0 0 1 0 1.5H17a.75.75 0 0 1 0-1.5Z"
      />
    </svg>
  );
}
