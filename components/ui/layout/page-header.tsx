import type { ReactNode } from "react";

type PageHeaderProps = {
  readonly title: ReactNode;
  /** One sentence, where the title does not say it all. */
  readonly sentence?: ReactNode;
  /** The primary action, shown at the right. */
  readonly action?: ReactNode;
};

export function PageHeader({ title, sentence, action }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-1">
        <h1 className="text-xl font-semibold tracking-tight break-id">{title}</h1>
        {sentence ? <p className="max-w-[72ch] text-ink-muted">{sentence}</p> : null}
      </div>
      {action ? <div className="flex flex-wrap items-center gap-2">{action}</div> : null}
    </header>
  );
}
