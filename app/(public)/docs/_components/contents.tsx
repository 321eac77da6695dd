import type { ApiOperation } from "@/lib/api/rules/describe-api";
import { sections } from "./basics";

type Group = { readonly name: string; readonly operations: readonly ApiOperation[] };

const linkClasses =
  "flex min-h-7 items-center gap-2 rounded-sm text-ink-muted hover:text-ink max-lg:min-h-11";

/** The sections of the page. It stays in view on wide screens, and scrolls by itself where it is too long. */
export function Contents({ groups }: { readonly groups: readonly Group[] }) {
  return (
    <nav
      aria-label="On this page"
      className="flex flex-col gap-4 overflow-y-auto max-lg:max-h-56 max-lg:rounded-lg max-lg:border max-lg:border-line max-lg:px-3 max-lg:py-2 lg:sticky lg:top-18 lg:max-h-[calc(100dvh-6rem)]"
    >
      <ul>
        {sections.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`} className={linkClasses}>
              {title}
            </a>
          </li>
        ))}
      </ul>
      {groups.map(({ name, operations }) => (
        <div key={name} className="flex flex-col">
          <p className="text-sm font-medium">{name}</p>
          <ul>
            {operations.map(({ id, method, path }) => (
              <li key={id}>
                <a href={`#${id}`} className={linkClasses}>
                  <span className="w-12 shrink-0 font-mono text-xs">{method}</span>
                  <span className="min-w-0 font-mono text-xs break-id">{path.replace("/api/v1", "")}</span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
