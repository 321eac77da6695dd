import { Search } from "lucide-react";
import { Mark } from "@/components/product/mark";
import { Button } from "@/components/ui/actions/button";
import { TextLink } from "@/components/ui/actions/text-link";
import { inputClasses } from "@/components/ui/forms/field";
import { paths } from "@/lib/kernel/paths";

const links = [
  { href: paths.home, label: "Home" },
  { href: paths.models, label: "Models" },
  { href: paths.docs, label: "API reference" },
] as const;

/**
 * The same page for records that do not exist and for those of others, so that neither is revealed. The frame has
 * `main`.
 */
export function NotThere() {
  return (
    <div className="mx-auto flex w-full max-w-md flex-col items-start gap-6 py-10 sm:py-20">
      <Mark size={32} />
      <div className="flex flex-col gap-1">
        <h1 className="text-xl font-semibold tracking-tight">Page not found</h1>
        <p className="text-ink-muted">
          It may have been deleted, or it belongs to a workspace you're not in.
        </p>
      </div>
      <form role="search" action={paths.models} className="flex w-full flex-wrap items-end gap-2">
        <label className="flex min-w-0 flex-1 flex-col gap-1.5 font-medium">
          Search models
          <input
            type="search"
            name="q"
            maxLength={100}
            className={`${inputClasses} h-9 font-normal max-sm:h-11`}
          />
        </label>
        <Button type="submit" icon={<Search aria-hidden />}>
          Search
        </Button>
      </form>
      <nav aria-label="Other pages">
        <ul className="flex flex-wrap gap-x-5">
          {links.map(({ href, label }) => (
            <li key={href} className="inline-flex h-11 items-center">
              <TextLink href={href}>{label}</TextLink>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
