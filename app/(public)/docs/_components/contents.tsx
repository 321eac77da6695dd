import { ChevronDown } from "lucide-react";
import type { ApiOperation } from "@/lib/api/rules/describe-api";
import { sections } from "./basics";

type Group = { readonly name: string; readonly operations: readonly ApiOperation[] };

const linkClasses =
  "flex min-h-7 items-center gap-2 rounded-sm text-ink-muted hover:text-ink max-lg:min-h-11";

type ContentsProps = { readonly groups: readonly Group[] };

/**
 * The sections of the page. It stays in view on wide screens, and scrolls by itself where it is too long; on narrow ones
 * it opens.
 */
export function Contents({ groups }: ContentsProps) {
  return (
    <nav
      aria-label="On this page"
      className="lg:sticky lg:top-18 lg:max-h-[calc(100dvh-6rem)] lg:overflow-y-auto"
    >
      <div className="max-lg:hidden">
        <Links groups={groups} />
      </div>
      <details className="group rounded-lg border border-line lg:hidden">
        <summary className="flex min-h-11 list-none items-center justify-between gap-2 rounded-lg px-3 font-medium [&::-webkit-details-marker]:hidden">
          On this page
          <ChevronDown
            aria-hidden
            className="size-4 text-ink-muted transition-transform duration-150 group-open:rotate-180"
          />
        </summary>
        <div className="border-t border-line px-3 py-2">
          <Links groups={groups} />
        </div>
      </details>
    </nav>
  );
}

function Links({ groups }: ContentsProps) {
  return (
    <div className="flex flex-col gap-4">
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
    </div>
  );
}
