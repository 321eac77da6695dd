import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/actions/link-button";
import { classes } from "@/components/ui/classes";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { paths } from "@/lib/kernel/paths";

type Section = "profile" | "security" | "notifications" | "appearance" | "data" | "policies" | "workspace";
type Entry = {
  readonly section: Section;
  readonly label: string;
  /** The title of its page on narrow screens; otherwise the label. */
  readonly title?: string;
  readonly href: string;
};

const groups: readonly { readonly label: string; readonly entries: readonly Entry[] }[] = [
  {
    label: "Your account",
    entries: [
      { section: "profile", label: "Profile", href: paths.account },
      { section: "security", label: "Security", href: paths.accountSecurity },
      { section: "notifications", label: "Notifications", href: paths.accountNotifications },
      { section: "appearance", label: "Appearance", href: paths.accountAppearance },
      { section: "data", label: "Your data", href: paths.accountData },
      { section: "policies", label: "Policies", href: paths.accountPolicies },
    ],
  },
  {
    label: "Workspace",
    entries: [{ section: "workspace", label: "General", title: "Workspace", href: paths.accountWorkspace }],
  },
];

type AccountFrameProps = {
  readonly current: Section;
  readonly email: string;
  readonly children: ReactNode;
};

/**
 * Settings in two levels: the sections at the left, one of them beside. On narrow screens the first page has the list on
 * top, and each other page has its own title below a link to it.
 */
export function AccountFrame({ current, email, children }: AccountFrameProps) {
  return (
    <Stack gap="roomy">
      <div className="flex flex-col">
        {current === "profile" ? null : (
          <Link
            href={paths.account}
            className="inline-flex min-h-11 items-center gap-1 self-start rounded-sm font-medium text-accent lg:hidden"
          >
            <ChevronLeft aria-hidden className="size-4" />
            All settings
          </Link>
        )}
        <PageHeader
          title={<Title current={current} />}
          sentence={`Signed in as ${email}.`}
          action={
            current === "profile" ? (
              // On narrow screens the list of sections has all that it opens.
              <div className="max-lg:hidden">
                <LinkButton href={`${paths.account}?manage=profile`}>Manage account</LinkButton>
              </div>
            ) : null
          }
        />
      </div>
      <div className="grid min-w-0 gap-6 *:min-w-0 lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-10">
        <nav
          aria-label="Settings"
          className={classes("flex flex-col gap-4", current !== "profile" && "max-lg:hidden")}
        >
          {groups.map((group) => (
            <SectionList key={group.label} {...group} current={current} />
          ))}
        </nav>
        <div className="flex flex-col gap-8">{children}</div>
      </div>
    </Stack>
  );
}

function Title({ current }: { readonly current: Section }) {
  const entry = groups.flatMap(({ entries }) => entries).find(({ section }) => section === current);
  if (!entry || current === "profile") return "Account";
  return (
    <>
      <span className="max-lg:hidden">Account</span>
      <span className="lg:hidden">{entry.title ?? entry.label}</span>
    </>
  );
}

function SectionList({ label, entries, current }: (typeof groups)[number] & { readonly current: Section }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="text-xs font-medium text-ink-muted lg:px-2">{label}</p>
      <ul className="flex flex-col max-lg:divide-y max-lg:divide-line max-lg:border-y max-lg:border-line lg:gap-0.5">
        {entries.map(({ section, label: name, href }) => (
          <li key={section} className={classes(section === current && "max-lg:hidden")}>
            <Link
              href={href}
              aria-current={section === current ? "page" : undefined}
              className={classes(
                "flex min-h-11 items-center justify-between rounded-md lg:min-h-8 lg:px-2",
                section === current
                  ? "font-medium text-ink lg:bg-surface-sunken"
                  : "text-ink hover:text-accent lg:text-ink-muted lg:hover:bg-surface-sunken lg:hover:text-ink",
              )}
            >
              {name}
              <ChevronRight aria-hidden className="size-4 text-ink-muted lg:hidden" />
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
