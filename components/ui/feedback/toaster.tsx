"use client";

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";

type Notice = {
  readonly title: string;
  readonly detail?: string;
  readonly tone?: "neutral" | "danger";
  /** A button in the toast, such as "Undo". The toast closes when it is pressed. */
  readonly action?: { readonly label: string; readonly run: () => void };
};

const manager = Toast.createToastManager();

/** Shows a toast, for messages without a place in the page. */
export function notify({ title, detail, tone = "neutral", action }: Notice): void {
  const id = manager.add({
    title,
    description: detail,
    type: tone,
    priority: tone === "danger" ? "high" : "low",
    ...(action && {
      // Long enough to read the message and to reach the button by keyboard.
      timeout: 12_000,
      actionProps: {
        children: action.label,
        onClick: () => {
          manager.close(id);
          action.run();
        },
      },
    }),
  });
}

export function Toaster({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} timeout={6_000}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-20 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2 lg:bottom-4">
          <Notices />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Notices() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="rounded-lg border border-line bg-surface-raised p-3 text-ink shadow-popup transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-start justify-between gap-3">
        <div className="flex min-w-0 flex-col gap-0.5">
          <Toast.Title className="text-base font-medium" />
          <Toast.Description className="text-sm text-ink-muted" />
          {toast.actionProps ? (
            <Toast.Action className="h-7 self-start rounded-sm text-base font-medium text-accent underline-offset-2 hover:underline" />
          ) : null}
        </div>
        <Toast.Close
          aria-label="Dismiss"
          className="inline-flex size-7 items-center justify-center rounded-sm text-ink-muted hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
