import type { ReactNode } from "react";

/** Long text: readable line length, space between paragraphs, linkable headings. */
export function Prose({ children }: { readonly children: ReactNode }) {
  return (
    <div className="flex max-w-[72ch] flex-col gap-4 text-lg leading-7 [&_h1]:text-2xl [&_h1]:font-semibold [&_h1]:tracking-tight [&_h2]:mt-4 [&_h2]:scroll-mt-20 [&_h2]:text-xl [&_h2]:font-semibold [&_li]:ml-5 [&_li]:list-disc [&_ul]:flex [&_ul]:flex-col [&_ul]:gap-1.5">
      {children}
    </div>
  );
}
