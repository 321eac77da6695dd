import { TextLink } from "@/components/ui/actions/text-link";

/** Links to the folders below. */
export function Contents({ folders }: { readonly folders: readonly string[] }) {
  return (
    <nav aria-label="Folders">
      <ul className="flex flex-wrap gap-x-5">
        {folders.map((folder) => (
          <li key={folder} className="inline-flex h-11 items-center">
            <TextLink href={`#${folder}`}>{folder}</TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
