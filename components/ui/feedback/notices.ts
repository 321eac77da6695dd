export type Notice = {
  readonly title: string;
  readonly detail?: string;
  readonly tone?: "neutral" | "danger";
  /** A button in the toast, such as "Undo". The toast closes when it is pressed. */
  readonly action?: { readonly label: string; readonly run: () => void };
};

/** Notices of before the region was there. */
const waiting: Notice[] = [];
let listener: ((notice: Notice) => void) | null = null;

/** Shows a toast, for messages without a place in the page. */
export function notify(notice: Notice): void {
  if (listener) listener(notice);
  else waiting.push(notice);
}

/** For the region: receives notices, first those that wait. Returns the function that ends it. */
export function onNotice(receive: (notice: Notice) => void): () => void {
  listener = receive;
  waiting.splice(0).forEach(receive);
  return () => {
    listener = null;
  };
}
