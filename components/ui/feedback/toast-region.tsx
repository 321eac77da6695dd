"use client";

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useEffect } from "react";
import { onNotice, type Notice } from "./notices";

const manager = Toast.createToastManager();

/** Where toasts appear. `Toaster` loads it. */
export function ToastRegion() {
  // Runs after the provider below has begun to listen to its manager, so that no waiting notice is lost.
  useEffect(() => onNotice(show), []);
  return (
    <Toast.Provider toastManager={manager} timeout={6_000}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-20 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2 lg:bottom-4">
          <Notices />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function show({ title, detail, tone = "neutral", action }: Notice): void {
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
