import type { ReactNode } from "react";

type PageHeaderProps = {
  readonly title: ReactNode;
  /** One sentence, or nothing when the page explains itself. Narrow screens show the page's content instead. */
  readonly sentence?: ReactNode;
  /** The primary action, shown at the right. */
  readonly action?: ReactNode;
};

/** Title of a page, what it is for, and its primary action. */
export function PageHeader({ title, sentence, action }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 sm:min-h-11">
      <div className="flex min-w-0 flex-col gap-0.5 sm:flex-1 sm:basis-64">
        <h1 className="text-xl font-semibold tracking-tight break-id">{title}</h1>
        {sentence ? <p className="max-w-[72ch] text-ink-muted max-sm:hidden">{sentence}</p> : null}
      </div>
      {action ? <div className="flex flex-wrap items-center gap-2">{action}</div> : null}
    </header>
  );
}
